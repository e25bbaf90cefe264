CREATE TABLE "picture" (
	"site_id" text NOT NULL,
	"ref" text NOT NULL,
	"sha256" text,
	"bytes" integer,
	"device_id" text,
	"taken_at" bigint,
	"received_at" bigint,
	"erased_at" bigint,
	CONSTRAINT "picture_site_id_ref_pk" PRIMARY KEY("site_id","ref")
);
--> statement-breakpoint
ALTER TABLE "device" ADD COLUMN "relayed_by" text;--> statement-breakpoint
ALTER TABLE "device" ADD COLUMN "relayed_at" bigint;--> statement-breakpoint
ALTER TABLE "site" ADD COLUMN "picture_days" integer DEFAULT 30 NOT NULL;--> statement-breakpoint
CREATE INDEX "picture_bytes" ON "picture" USING btree ("sha256","site_id");--> statement-breakpoint
CREATE INDEX "picture_kept" ON "picture" USING btree ("site_id","received_at") WHERE erased_at is null;--> statement-breakpoint
CREATE INDEX "picture_leaving" ON "picture" USING btree ("site_id") WHERE erased_at is not null and sha256 is not null;--> statement-breakpoint
CREATE INDEX "alert_open_of_box" ON "alert" USING btree ("device_id") WHERE cleared_at is null;--> statement-breakpoint
CREATE INDEX "alert_open_of_site" ON "alert" USING btree ("site_id","code") WHERE cleared_at is null;