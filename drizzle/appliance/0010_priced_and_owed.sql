CREATE TABLE `debt_waiver` (
	`session_id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `quote_debt` (
	`quote_id` text NOT NULL,
	`session_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	PRIMARY KEY(`quote_id`, `session_id`)
);
--> statement-breakpoint
CREATE INDEX `quote_debt_session` ON `quote_debt` (`session_id`);--> statement-breakpoint
CREATE TABLE `vehicle_claim` (
	`claim` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`vehicle_class` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `vehicle_claim_session` ON `vehicle_claim` (`session_id`);--> statement-breakpoint
ALTER TABLE `quote` ADD `vehicle_class` text;--> statement-breakpoint
ALTER TABLE `session` ADD `vehicle_class` text;--> statement-breakpoint
CREATE INDEX `plate_text` ON `plate` (`text`) WHERE text is not null;