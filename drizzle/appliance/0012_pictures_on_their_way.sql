ALTER TABLE `image` ADD `settled_at` integer;--> statement-breakpoint
ALTER TABLE `image` ADD `dropped_at` integer;--> statement-breakpoint
CREATE INDEX `image_waiting` ON `image` (`recorded_at`) WHERE settled_at is null and erased_at is null and dropped_at is null;