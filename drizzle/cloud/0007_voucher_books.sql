CREATE TABLE "edge_v1_books" (
	"site_id" text NOT NULL,
	"book_id" text NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "edge_v1_books_site_id_book_id_pk" PRIMARY KEY("site_id","book_id")
);
