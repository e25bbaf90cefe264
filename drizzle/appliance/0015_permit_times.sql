ALTER TABLE `right_specification` ADD `group_size` integer;--> statement-breakpoint
ALTER TABLE `right_specification` ADD `times` text;