CREATE TABLE `peer_clock_reading` (
	`device` text NOT NULL,
	`boot_id` text NOT NULL,
	`wall` integer NOT NULL,
	`mono` real NOT NULL,
	`clock_quality` text NOT NULL,
	`our_wall` integer NOT NULL,
	`our_mono` real NOT NULL,
	`our_boot_id` text NOT NULL,
	`doubt_ms` integer NOT NULL,
	PRIMARY KEY(`device`, `boot_id`)
);
