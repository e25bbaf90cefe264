CREATE TABLE `plate_correction` (
	`claim` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`plate_ref` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `plate_correction_session` ON `plate_correction` (`session_id`);