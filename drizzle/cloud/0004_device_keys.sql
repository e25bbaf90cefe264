CREATE TABLE "device_claim" (
	"device_id" text PRIMARY KEY NOT NULL,
	"site_id" text NOT NULL,
	"label" text,
	"code_hash" text NOT NULL,
	"made_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"wrong_tries" integer DEFAULT 0 NOT NULL,
	"used_at" bigint,
	"used_by" text
);
--> statement-breakpoint
CREATE TABLE "device_key" (
	"device_id" text NOT NULL,
	"kid" integer NOT NULL,
	"key_id" text NOT NULL,
	"sign_key" text NOT NULL,
	"agree_key" text NOT NULL,
	"cloud_key" text NOT NULL,
	"enrolled_at" bigint NOT NULL,
	"replaced_at" bigint,
	CONSTRAINT "device_key_device_id_kid_pk" PRIMARY KEY("device_id","kid"),
	CONSTRAINT "device_key_key_id" UNIQUE("key_id")
);
--> statement-breakpoint
ALTER TABLE "device" ALTER COLUMN "token_hash" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "device" ADD COLUMN "number" integer;--> statement-breakpoint
ALTER TABLE "device_claim" ADD CONSTRAINT "device_claim_site_id_site_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."site"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device_key" ADD CONSTRAINT "device_key_device_id_device_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."device"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "device_number" ON "device" USING btree ("number");