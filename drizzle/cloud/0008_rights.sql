CREATE TABLE "edge_v1_blocked" (
	"site_id" text NOT NULL,
	"plate" text NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "edge_v1_blocked_site_id_plate_pk" PRIMARY KEY("site_id","plate")
);
--> statement-breakpoint
CREATE TABLE "permit" (
	"site_id" text NOT NULL,
	"id" text NOT NULL,
	"holder_id" text NOT NULL,
	"product" text NOT NULL,
	"charging" text NOT NULL,
	"pool_size" integer NOT NULL,
	"group_size" integer,
	"times" jsonb,
	"plates" jsonb NOT NULL,
	"valid_from" bigint NOT NULL,
	"valid_until" bigint,
	"revoked_at" bigint,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "permit_site_id_id_pk" PRIMARY KEY("site_id","id")
);
--> statement-breakpoint
CREATE TABLE "right_holder" (
	"site_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"phone" text,
	"email" text,
	"consent_at" bigint,
	"created_at" bigint NOT NULL,
	CONSTRAINT "right_holder_site_id_id_pk" PRIMARY KEY("site_id","id")
);
--> statement-breakpoint
CREATE TABLE "voucher_book" (
	"site_id" text NOT NULL,
	"id" text NOT NULL,
	"number" integer NOT NULL,
	"merchant" text NOT NULL,
	"kind" text NOT NULL,
	"value" bigint NOT NULL,
	"uses" integer NOT NULL,
	"codes" integer NOT NULL,
	"per_stay" integer NOT NULL,
	"valid_from" bigint NOT NULL,
	"valid_until" bigint,
	"closed_at" bigint,
	"key" text NOT NULL,
	"page_hash" text NOT NULL,
	"issued" integer DEFAULT 0 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "voucher_book_site_id_id_pk" PRIMARY KEY("site_id","id")
);
--> statement-breakpoint
ALTER TABLE "validation" ADD COLUMN "book_id" text;--> statement-breakpoint
ALTER TABLE "validation" ADD COLUMN "serial" integer;--> statement-breakpoint
ALTER TABLE "validation" ADD COLUMN "takes_off_minor" bigint;--> statement-breakpoint
CREATE UNIQUE INDEX "voucher_book_number" ON "voucher_book" USING btree ("site_id","number") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "voucher_book_page" ON "voucher_book" USING btree ("page_hash");--> statement-breakpoint
CREATE INDEX "validation_book" ON "validation" USING btree ("site_id","book_id") WHERE book_id is not null;