ALTER TABLE "device" ADD COLUMN "money_compared" jsonb;--> statement-breakpoint
ALTER TABLE "device" ADD COLUMN "turned_away" jsonb;