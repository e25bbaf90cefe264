CREATE TABLE "site_authority" (
	"site_id" text NOT NULL,
	"authority" text NOT NULL,
	"serial" integer NOT NULL,
	"told_by" text NOT NULL,
	"told_at" bigint NOT NULL,
	CONSTRAINT "site_authority_site_id_authority_pk" PRIMARY KEY("site_id","authority")
);
--> statement-breakpoint
CREATE TABLE "site_member" (
	"site_id" text NOT NULL,
	"authority" text NOT NULL,
	"device_id" text NOT NULL,
	"certificate" text NOT NULL,
	"key_id" text,
	"stated_at" bigint,
	CONSTRAINT "site_member_site_id_authority_device_id_pk" PRIMARY KEY("site_id","authority","device_id")
);
--> statement-breakpoint
CREATE TABLE "site_refusal" (
	"site_id" text NOT NULL,
	"device_id" text NOT NULL,
	"refused_at" bigint NOT NULL,
	CONSTRAINT "site_refusal_site_id_device_id_pk" PRIMARY KEY("site_id","device_id")
);
--> statement-breakpoint
ALTER TABLE "site_authority" ADD CONSTRAINT "site_authority_site_id_site_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."site"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site_member" ADD CONSTRAINT "site_member_site_id_authority_site_authority_site_id_authority_fk" FOREIGN KEY ("site_id","authority") REFERENCES "public"."site_authority"("site_id","authority") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site_refusal" ADD CONSTRAINT "site_refusal_site_id_site_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."site"("id") ON DELETE no action ON UPDATE no action;