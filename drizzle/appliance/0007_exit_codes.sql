CREATE TABLE `code_try` (
	`try_id` text PRIMARY KEY NOT NULL,
	`quote_id` text NOT NULL,
	`session_id` text NOT NULL,
	`lane_id` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `code_try_session` ON `code_try` (`session_id`);--> statement-breakpoint
CREATE INDEX `code_try_lane` ON `code_try` (`lane_id`,`at`);--> statement-breakpoint
ALTER TABLE `quote` ADD `redeemed_at` integer;