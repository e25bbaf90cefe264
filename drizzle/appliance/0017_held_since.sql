CREATE TABLE `held` (
	`stream` text NOT NULL,
	`epoch` text NOT NULL,
	`seq` integer NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`stream`, `epoch`, `seq`)
);
