import { bigint, bigserial, boolean, customType, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { ms } from './columns.ts'

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

const ofPerson = () =>
  text()
    .notNull()
    .references(() => person.id, { onDelete: 'cascade' })

/** People who may come to the owner's pages under their own name. */
export const person = pgTable('person', {
  id: text().primaryKey(),
  name: text().notNull(),
  /** one account to an address, which is kept in lower case */
  email: text().notNull().unique(),
  /** viewer · manager · owner */
  role: text().notNull(),
  /** the car parks they look after, a JSON list; null: all */
  sites: jsonb(),
  invited_by: text().notNull(),
  invited_at: ms().notNull(),
  seen_at: ms(),
  /** since when they want a letter each morning; null: none */
  morning_since: ms(),
  /** pages and letters are in it (domain/language.ts); null: in the one that their browser asks for */
  language: text(),
})

/** Links that let a person in, once. Of the secret in them only its SHA-256 is kept. */
export const personLink = pgTable(
  'person_link',
  { hash: text().primaryKey(), person_id: ofPerson(), purpose: text().notNull(), expires_at: ms().notNull() },
  (t) => [index('person_link_person').on(t.person_id)],
)

/** Browsers that are signed in. Of the cookie only its SHA-256 is kept. */
export const personSession = pgTable(
  'person_session',
  {
    hash: text().primaryKey(),
    id: text().notNull().unique(),
    person_id: ofPerson(),
    /** what the browser calls itself, in a few words */
    browser: text().notNull(),
    made_at: ms().notNull(),
    seen_at: ms().notNull(),
    /** when the person behind it last proved who they are */
    proved_at: ms().notNull(),
    expires_at: ms().notNull(),
  },
  (t) => [index('person_session_person').on(t.person_id)],
)

/** Public halves of passkeys (WebAuthn credentials). */
export const personPasskey = pgTable(
  'person_passkey',
  {
    /** the credential's id, base64url */
    id: text().primaryKey(),
    person_id: ofPerson(),
    /** COSE key */
    public_key: bytea().notNull(),
    counter: bigint({ mode: 'number' }).notNull(),
    transports: jsonb().notNull(),
    /** kept by the maker of the device on all of a person's devices */
    synced: boolean().notNull(),
    label: text().notNull(),
    made_at: ms().notNull(),
    used_at: ms(),
  },
  (t) => [index('person_passkey_person').on(t.person_id)],
)

/** Questions put to a passkey and not answered yet. */
export const personChallenge = pgTable('person_challenge', {
  challenge: text().primaryKey(),
  /** enter · add */
  purpose: text().notNull(),
  person_id: text(),
  expires_at: ms().notNull(),
})

/** Days of a car park that a person has been written about. */
export const personMorning = pgTable(
  'person_morning',
  { person_id: ofPerson(), site_id: text().notNull(), day: text().notNull(), sent_at: ms().notNull() },
  (t) => [primaryKey({ columns: [t.person_id, t.site_id, t.day] })],
)

/** What was done on the owner's pages, and by whom: the name stays when the account goes. */
export const ownerAct = pgTable(
  'owner_act',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    at: ms().notNull(),
    by: text().notNull(),
    person_id: text(),
    site_id: text(),
    what: text().notNull(),
  },
  (t) => [index('owner_act_at').on(t.at)],
)
