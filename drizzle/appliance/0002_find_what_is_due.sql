CREATE INDEX `image_kept` ON `image` (`recorded_at`) WHERE erased_at is null;--> statement-breakpoint
CREATE INDEX `plate_readable` ON `plate` (`recorded_at`) WHERE text is not null;