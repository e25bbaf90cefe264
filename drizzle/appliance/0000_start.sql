CREATE TABLE `applied_command` (
	`command_id` text PRIMARY KEY NOT NULL,
	`lane_id` text NOT NULL,
	`action` text NOT NULL,
	`reason` text NOT NULL,
	`expires_at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`applied_at` integer,
	`result` text
);
--> statement-breakpoint
CREATE TABLE `dead_letter` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`source` text NOT NULL,
	`key` text NOT NULL,
	`body` text NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `remote_payment` (
	`payment_id` text PRIMARY KEY NOT NULL,
	`quote_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`provider` text NOT NULL,
	`provider_ref` text,
	`settled_at` integer NOT NULL,
	`received_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `remote_payment_quote` ON `remote_payment` (`quote_id`);--> statement-breakpoint
CREATE TABLE `shape_position` (
	`table` text PRIMARY KEY NOT NULL,
	`handle` text NOT NULL,
	`offset` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `shape_row` (
	`table` text NOT NULL,
	`key` text NOT NULL,
	`row` text NOT NULL,
	PRIMARY KEY(`table`, `key`)
);
--> statement-breakpoint
CREATE TABLE `epoch` (
	`ordinal` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`epoch` text NOT NULL,
	`parent` text,
	`parent_heads` text NOT NULL,
	`device` text NOT NULL,
	`site` text NOT NULL,
	`boot_id` text NOT NULL,
	`opened_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `epoch_epoch_unique` ON `epoch` (`epoch`);--> statement-breakpoint
CREATE TABLE `log` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`stream` text NOT NULL,
	`epoch` text NOT NULL,
	`seq` integer NOT NULL,
	`event_id` text NOT NULL,
	`kind` text NOT NULL,
	`v` integer NOT NULL,
	`wall` integer NOT NULL,
	`boot_id` text NOT NULL,
	`mono` real NOT NULL,
	`clock_quality` text NOT NULL,
	`payload` text NOT NULL,
	`prev_hash` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `log_event_id` ON `log` (`event_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `log_identity` ON `log` (`stream`,`epoch`,`seq`);--> statement-breakpoint
CREATE TABLE `meta` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `watermark` (
	`stream` text NOT NULL,
	`epoch` text NOT NULL,
	`head_seq` integer NOT NULL,
	`head_hash` text NOT NULL,
	`acked` integer DEFAULT 0 NOT NULL,
	`durable` integer DEFAULT 0 NOT NULL,
	`pruned_seq` integer DEFAULT 0 NOT NULL,
	`pruned_hash` text NOT NULL,
	PRIMARY KEY(`stream`, `epoch`)
);
--> statement-breakpoint
CREATE INDEX `watermark_unsent` ON `watermark` (`stream`) WHERE acked < head_seq;--> statement-breakpoint
CREATE TABLE `payment` (
	`payment_id` text PRIMARY KEY NOT NULL,
	`quote_id` text NOT NULL,
	`session_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`method` text NOT NULL,
	`provider` text NOT NULL,
	`provider_ref` text,
	`settled_at` integer NOT NULL,
	`duplicate` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `payment_quote` ON `payment` (`quote_id`);--> statement-breakpoint
CREATE INDEX `payment_session` ON `payment` (`session_id`);--> statement-breakpoint
CREATE INDEX `payment_settled_at` ON `payment` (`settled_at`);--> statement-breakpoint
CREATE TABLE `quote` (
	`quote_id` text PRIMARY KEY NOT NULL,
	`nonce` text NOT NULL,
	`session_id` text NOT NULL,
	`lane_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`issued_at` integer NOT NULL,
	`lock_until` integer NOT NULL,
	`stay_ms` real NOT NULL,
	`rate_table_id` text NOT NULL,
	`rate_table_version` integer NOT NULL,
	`lines` text NOT NULL,
	`vat_basis_points` real NOT NULL
);
--> statement-breakpoint
CREATE INDEX `quote_session` ON `quote` (`session_id`);--> statement-breakpoint
CREATE INDEX `quote_nonce` ON `quote` (`nonce`);--> statement-breakpoint
CREATE TABLE `rate_table` (
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`origin` text NOT NULL,
	`effective_from` integer NOT NULL,
	`body` text NOT NULL,
	`learned` integer NOT NULL,
	`withdrawn_at` integer,
	PRIMARY KEY(`id`, `version`)
);
--> statement-breakpoint
CREATE TABLE `validation` (
	`validation_id` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`kind` text NOT NULL,
	`value` real NOT NULL,
	`by` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `validation_session` ON `validation` (`session_id`);--> statement-breakpoint
CREATE TABLE `barrier_command` (
	`command_id` text PRIMARY KEY NOT NULL,
	`lane_id` text NOT NULL,
	`presentation_id` text,
	`action` text NOT NULL,
	`source` text NOT NULL,
	`reason` text,
	`at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`result` text,
	`result_reason` text,
	`result_at` integer,
	`closed_at` integer
);
--> statement-breakpoint
CREATE TABLE `decision` (
	`decision_id` text PRIMARY KEY NOT NULL,
	`lane_id` text NOT NULL,
	`presentation_id` text,
	`direction` text NOT NULL,
	`result` text NOT NULL,
	`basis` text NOT NULL,
	`session_id` text,
	`reason` text,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `help_call` (
	`help_id` text PRIMARY KEY NOT NULL,
	`lane_id` text NOT NULL,
	`presentation_id` text,
	`at` integer NOT NULL,
	`answered_at` integer,
	`answered_by` text,
	`answer` text
);
--> statement-breakpoint
CREATE TABLE `lane` (
	`lane_id` text PRIMARY KEY NOT NULL,
	`holds` text NOT NULL,
	`fault_code` text,
	`fault_detail` text,
	`fault_at` integer,
	`arm` text,
	`arm_at` integer,
	`passages` integer NOT NULL,
	`last_passage_at` integer
);
--> statement-breakpoint
CREATE TABLE `observation` (
	`observation_id` text PRIMARY KEY NOT NULL,
	`presentation_id` text NOT NULL,
	`lane_id` text NOT NULL,
	`direction` text NOT NULL,
	`plate_ref` text,
	`image_ref` text,
	`confidence` real NOT NULL,
	`frames` real NOT NULL,
	`country` text,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `observation_presentation` ON `observation` (`presentation_id`);--> statement-breakpoint
CREATE TABLE `presentation` (
	`presentation_id` text PRIMARY KEY NOT NULL,
	`lane_id` text NOT NULL,
	`direction` text NOT NULL,
	`opened_at` integer NOT NULL,
	`state` text NOT NULL,
	`closed_at` integer,
	`observation_id` text,
	`decision_id` text,
	`command_id` text,
	`quote_id` text
);
--> statement-breakpoint
CREATE INDEX `presentation_open` ON `presentation` (`lane_id`) WHERE state = 'open';--> statement-breakpoint
CREATE TABLE `session` (
	`session_id` text PRIMARY KEY NOT NULL,
	`entry_lane_id` text NOT NULL,
	`entry_presentation_id` text,
	`entry_observation_id` text,
	`plate_ref` text,
	`image_ref` text,
	`actual_start` integer NOT NULL,
	`rate_table_id` text NOT NULL,
	`rate_table_version` integer NOT NULL,
	`right_id` text,
	`exit_lane_id` text,
	`exit_presentation_id` text,
	`exit_observation_id` text,
	`exit_plate_ref` text,
	`exit_image_ref` text,
	`actual_end` integer,
	`outcome` text
);
--> statement-breakpoint
CREATE INDEX `session_inside` ON `session` (`right_id`) WHERE actual_end is null;--> statement-breakpoint
CREATE INDEX `session_ended` ON `session` (`actual_end`);--> statement-breakpoint
CREATE INDEX `session_rate` ON `session` (`rate_table_id`,`rate_table_version`);--> statement-breakpoint
CREATE INDEX `session_plate` ON `session` (`plate_ref`);--> statement-breakpoint
CREATE INDEX `session_exit_plate` ON `session` (`exit_plate_ref`);--> statement-breakpoint
CREATE INDEX `session_image` ON `session` (`image_ref`);--> statement-breakpoint
CREATE INDEX `session_exit_image` ON `session` (`exit_image_ref`);--> statement-breakpoint
CREATE TABLE `image` (
	`ref` text PRIMARY KEY NOT NULL,
	`taken_at` integer NOT NULL,
	`recorded_at` integer NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`erased_at` integer
);
--> statement-breakpoint
CREATE TABLE `plate` (
	`ref` text PRIMARY KEY NOT NULL,
	`text` text,
	`country` text,
	`keyed_hash` text,
	`recorded_at` integer NOT NULL,
	`erased_at` integer
);
--> statement-breakpoint
CREATE INDEX `plate_keyed_hash` ON `plate` (`keyed_hash`);--> statement-breakpoint
CREATE TABLE `assigned_right` (
	`id` text PRIMARY KEY NOT NULL,
	`specification_id` text NOT NULL,
	`holder_id` text,
	`valid_from` integer NOT NULL,
	`valid_until` integer,
	`revoked_at` integer,
	`origin` text NOT NULL,
	FOREIGN KEY (`specification_id`) REFERENCES `right_specification`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`holder_id`) REFERENCES `right_holder`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE TABLE `blocklist` (
	`plate` text PRIMARY KEY NOT NULL,
	`reason` text NOT NULL,
	`added_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `right_holder` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`phone` text,
	`email` text,
	`registered` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `right_plate` (
	`plate` text NOT NULL,
	`right_id` text NOT NULL,
	PRIMARY KEY(`plate`, `right_id`),
	FOREIGN KEY (`right_id`) REFERENCES `assigned_right`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `right_plate_right` ON `right_plate` (`right_id`);--> statement-breakpoint
CREATE TABLE `right_specification` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`charging` text NOT NULL,
	`pool_size` integer NOT NULL
);
