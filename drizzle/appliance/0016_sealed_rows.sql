ALTER TABLE `peer_log` ADD `seal` text;--> statement-breakpoint
ALTER TABLE `peer_mark` ADD `relayed_to` text;