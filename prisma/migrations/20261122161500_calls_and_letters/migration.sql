-- What is known of an address (S227, S228).
ALTER TABLE "contact_point" ADD COLUMN "label" TEXT,
ADD COLUMN "verified_on" DATE,
ADD COLUMN "wrong_at" TIMESTAMPTZ(3);

-- A letter that was on its way when money arrived (R9).
ALTER TABLE "letter_dispatch" ADD COLUMN "unstoppable_at" TIMESTAMPTZ(3);

-- How a call was made (S195, S198), and which letter is to be stopped (R9).
ALTER TABLE "task" ADD COLUMN "contact_point_id" UUID,
ADD COLUMN "ended_at" TIMESTAMPTZ(3),
ADD COLUMN "identified_at" TIMESTAMPTZ(3),
ADD COLUMN "letter_id" UUID;

-- Further steps that one call answers (K6).
CREATE TABLE "task_case" (
    "id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "step_id" TEXT NOT NULL,
    "occurrence" INTEGER NOT NULL,
    "day" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "task_case_pkey" PRIMARY KEY ("id")
);

-- Departments that checked the amounts before a visit (S231).
CREATE TABLE "task_check" (
    "id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "department" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "task_check_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "task_case_task_id_idx" ON "task_case"("task_id");
CREATE INDEX "task_case_case_id_idx" ON "task_case"("case_id");
CREATE UNIQUE INDEX "task_case_invoice_id_step_id_occurrence_kind_key" ON "task_case"("invoice_id", "step_id", "occurrence", "kind");
CREATE UNIQUE INDEX "task_check_task_id_department_key" ON "task_check"("task_id", "department");
CREATE INDEX "task_contact_point_id_idx" ON "task"("contact_point_id");
CREATE INDEX "task_letter_id_idx" ON "task"("letter_id");

ALTER TABLE "task" ADD CONSTRAINT "task_contact_point_id_fkey" FOREIGN KEY ("contact_point_id") REFERENCES "contact_point"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "task" ADD CONSTRAINT "task_letter_id_fkey" FOREIGN KEY ("letter_id") REFERENCES "contact"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "task_case" ADD CONSTRAINT "task_case_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "task"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "task_case" ADD CONSTRAINT "task_case_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "collection_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "task_case" ADD CONSTRAINT "task_case_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "task_check" ADD CONSTRAINT "task_check_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "task"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Two departments are two people.
CREATE UNIQUE INDEX "task_check_task_id_actor_key" ON "task_check"("task_id", "actor");
