CREATE TABLE `till_count` (
	`till_id` text PRIMARY KEY NOT NULL,
	`by` text NOT NULL,
	`from` integer NOT NULL,
	`at` integer NOT NULL,
	`currency` text NOT NULL,
	`cash_minor` integer NOT NULL,
	`counted_minor` integer,
	`note` text
);
--> statement-breakpoint
CREATE TABLE `attendant` (
	`key` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`added_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `attendant_tries` (
	`key` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`not_before` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `session` ADD `corrected_plate_ref` text;--> statement-breakpoint
CREATE INDEX `session_corrected_plate` ON `session` (`corrected_plate_ref`);