/** What `node cloud-sync/main.ts --help` says: every command, and every setting of the environment. config.test.ts holds it to the configuration. */
export const HELP = `usage: node cloud-sync/main.ts                  runs the cloud
       node cloud-sync/main.ts site|device|person …
                                               asks the running one about car parks, boxes and people; --help says what
       node cloud-sync/main.ts mail check …    tries the mail server that receipts go out by

It is set up by the environment; an empty variable counts as absent.

  HOST, PORT             where it listens (127.0.0.1, 8090); others can reach it only where OWNER_TOKEN is set
  OWNER_TOKEN            at least 16 characters, the operator's key to the owner's pages; people get accounts of their own
  PUBLIC_URL             what the outside calls it: https://pay.example.com
  DATA_DIR               keys, pictures, and Postgres where it runs its own (.data/cloud)
  DATABASE_URL           postgres://…; absent: a Postgres of its own
  DEVICES_FILE           car parks and boxes made known at start
  ELECTRIC_URL, ELECTRIC_SECRET
                         a real Electric service to stand in front of

  STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, STRIPE_ACCOUNT
  STRIPE_READERS         card readers at lanes: garage/exit=tmr_…
  PAYPAL_CLIENT_ID, PAYPAL_CLIENT_SECRET, PAYPAL_WEBHOOK_ID
  PAYPAL_ENVIRONMENT     live or sandbox (live)
  RAZORPAY_KEY_ID, RAZORPAY_KEY_SECRET, RAZORPAY_WEBHOOK_SECRET
  TEST_PAYMENTS          on, off or auto: pay with a click, no money moves; refused with NODE_ENV=production or beside a real key

  SMTP_URL               receipts and links to sign in by e-mail: smtps://USER:PASSWORD@HOST, or smtp://USER:PASSWORD@HOST:587 with STARTTLS;
                         without TLS only to this very machine. Signs such as @ in a password are written %40
  MAIL_FROM              the address they come from; it needs PUBLIC_URL too

  LOG_LEVEL              of the log on standard output (info)`
