CREATE TABLE `peer_book` (
	`device` text NOT NULL,
	`book_id` text NOT NULL,
	`number` integer NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`device`, `book_id`)
);
--> statement-breakpoint
CREATE INDEX `peer_book_number` ON `peer_book` (`number`);