CREATE TABLE "person_morning" (
	"person_id" text NOT NULL,
	"site_id" text NOT NULL,
	"day" text NOT NULL,
	"sent_at" bigint NOT NULL,
	CONSTRAINT "person_morning_person_id_site_id_day_pk" PRIMARY KEY("person_id","site_id","day")
);
--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "morning_since" bigint;--> statement-breakpoint
ALTER TABLE "person_morning" ADD CONSTRAINT "person_morning_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;