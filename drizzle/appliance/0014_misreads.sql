CREATE TABLE `misread` (
	`day` integer NOT NULL,
	`written` text NOT NULL,
	`seen` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`day`, `written`, `seen`)
);
