-- Messages name the person to call (S230).
ALTER TABLE "staff" ADD COLUMN "phone" TEXT;
