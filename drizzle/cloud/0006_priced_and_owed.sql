CREATE TABLE "debt_waiver" (
	"site_id" text NOT NULL,
	"session_id" text NOT NULL,
	"by" text NOT NULL,
	"reason" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "debt_waiver_site_id_session_id_pk" PRIMARY KEY("site_id","session_id")
);
--> statement-breakpoint
ALTER TABLE "quote" ADD COLUMN "vehicle_class" text;--> statement-breakpoint
ALTER TABLE "quote" ADD COLUMN "debts" jsonb;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "corrected_plate_ref" text;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "vehicle_class" text;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "classed_as" text;