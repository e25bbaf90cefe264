CREATE TABLE `peer_blocked` (
	`device` text NOT NULL,
	`plate` text NOT NULL,
	`reason` text NOT NULL,
	PRIMARY KEY(`device`, `plate`)
);
--> statement-breakpoint
CREATE INDEX `peer_blocked_plate` ON `peer_blocked` (`plate`);--> statement-breakpoint
CREATE TABLE `peer_clock` (
	`device` text PRIMARY KEY NOT NULL,
	`our_wall` integer NOT NULL,
	`wall` integer NOT NULL,
	`mono` real NOT NULL,
	`boot_id` text NOT NULL,
	`clock_quality` text NOT NULL,
	`doubt_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `peer_log` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`device` text NOT NULL,
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
	`hash` text NOT NULL,
	`understood` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `peer_log_identity` ON `peer_log` (`device`,`stream`,`epoch`,`seq`);--> statement-breakpoint
CREATE INDEX `peer_log_unread` ON `peer_log` (`position`) WHERE understood = 0;--> statement-breakpoint
CREATE TABLE `peer_mark` (
	`device` text NOT NULL,
	`epoch` text NOT NULL,
	`stream` text NOT NULL,
	`parent_epoch` text,
	`seq` integer NOT NULL,
	`hash` text NOT NULL,
	`relayed` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`device`, `epoch`, `stream`)
);
--> statement-breakpoint
CREATE TABLE `peer_rate` (
	`device` text NOT NULL,
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`device`, `id`, `version`)
);
--> statement-breakpoint
CREATE TABLE `peer_right` (
	`device` text NOT NULL,
	`right_id` text NOT NULL,
	`plate` text NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`device`, `right_id`, `plate`)
);
--> statement-breakpoint
CREATE INDEX `peer_right_plate` ON `peer_right` (`plate`);--> statement-breakpoint
CREATE TABLE `peer_start` (
	`session_id` text PRIMARY KEY NOT NULL,
	`device` text NOT NULL,
	`wall` integer NOT NULL,
	`mono` real NOT NULL,
	`boot_id` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `session_end` (
	`claim` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`presentation_id` text,
	`lane_id` text,
	`observation_id` text,
	`actual_end` integer NOT NULL,
	`outcome` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `session_end_session` ON `session_end` (`session_id`);--> statement-breakpoint
ALTER TABLE `payment` ADD `device` text;--> statement-breakpoint
ALTER TABLE `quote` ADD `device` text;--> statement-breakpoint
ALTER TABLE `validation` ADD `device` text;--> statement-breakpoint
ALTER TABLE `session` ADD `device` text;--> statement-breakpoint
INSERT INTO session_end (claim, session_id, presentation_id, lane_id, observation_id, actual_end, outcome)
SELECT '{"actualEnd":' || actual_end || ',"laneId":' || json_quote(exit_lane_id) || ',"observationId":' || json_quote(exit_observation_id)
  || ',"outcome":' || json_quote(outcome) || ',"presentationId":' || json_quote(exit_presentation_id)
  || ',"sessionId":' || json_quote(session_id) || '}',
  session_id, exit_presentation_id, exit_lane_id, exit_observation_id, actual_end, outcome
FROM session WHERE actual_end IS NOT NULL;
--> statement-breakpoint
-- A sibling's rows are kept as they came; they go only when their author's retention would let them, and money never.
CREATE TRIGGER peer_log_no_update BEFORE UPDATE OF device, stream, epoch, seq, event_id, kind, v, wall, boot_id, mono, clock_quality, payload, prev_hash, hash ON peer_log
BEGIN SELECT RAISE(ABORT, 'a sibling''s rows are never changed'); END;
--> statement-breakpoint
CREATE TRIGGER peer_log_no_delete BEFORE DELETE ON peer_log WHEN OLD.stream = 'money'
BEGIN SELECT RAISE(ABORT, 'money is never deleted'); END;
