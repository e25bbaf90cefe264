CREATE TABLE `plate_language` (
	`keyed_hash` text PRIMARY KEY NOT NULL,
	`language` text NOT NULL,
	`chosen_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `plate_language_chosen` ON `plate_language` (`chosen_at`);