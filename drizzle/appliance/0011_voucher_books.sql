CREATE TABLE `voucher_book` (
	`book_id` text PRIMARY KEY NOT NULL,
	`number` integer NOT NULL,
	`body` text NOT NULL,
	`closed_at` integer
);
--> statement-breakpoint
CREATE INDEX `voucher_book_number` ON `voucher_book` (`number`) WHERE closed_at is null;--> statement-breakpoint
ALTER TABLE `validation` ADD `book_id` text;--> statement-breakpoint
ALTER TABLE `validation` ADD `serial` integer;--> statement-breakpoint
ALTER TABLE `validation` ADD `takes_off_minor` integer;--> statement-breakpoint
CREATE INDEX `validation_voucher` ON `validation` (`book_id`,`serial`) WHERE book_id is not null;