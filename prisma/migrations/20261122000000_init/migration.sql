-- CreateTable
CREATE TABLE "creditor" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "legal_name" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "policy_name" TEXT NOT NULL DEFAULT 'standard',
    "sender_email" TEXT,
    "sender_phone" TEXT,
    "seal_ref" TEXT,
    "relationship_share_percent" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "creditor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "book_size" (
    "creditor_id" UUID NOT NULL,
    "currency" TEXT NOT NULL,
    "open_minor" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "book_size_pkey" PRIMARY KEY ("creditor_id","currency")
);

-- CreateTable
CREATE TABLE "segment_policy" (
    "creditor_id" UUID NOT NULL,
    "segment" TEXT NOT NULL,
    "policy_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "segment_policy_pkey" PRIMARY KEY ("creditor_id","segment")
);

-- CreateTable
CREATE TABLE "bank_account" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "holder" TEXT NOT NULL,
    "bank_name" TEXT NOT NULL,
    "account_no" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "entered_by_id" UUID,
    "approved_by_id" UUID,
    "valid_from" DATE NOT NULL,
    "valid_until" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bank_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff" (
    "id" UUID NOT NULL,
    "creditor_id" UUID,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "manager_id" UUID,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "staff_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "staff_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "debtor" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT,
    "country" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "grade" TEXT,
    "motive" TEXT,
    "relationship" TEXT,
    "segment" TEXT,
    "policy_name" TEXT,
    "parent_id" UUID,
    "owner_id" UUID,
    "no_contact_until" DATE,
    "contact_hours" TEXT,
    "reply_paused_until" TIMESTAMPTZ(3),
    "review_messages" BOOLEAN NOT NULL DEFAULT false,
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "debtor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "debtor_person" (
    "id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "language" TEXT,
    "no_contact_until" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "debtor_person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_point" (
    "id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "person_id" UUID,
    "kind" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "bounced_at" TIMESTAMPTZ(3),
    "opted_out" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "consents" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contact_point_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contract" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "governing_law" TEXT,
    "interest_rate" TEXT,
    "clause" TEXT,
    "interest_start_day" INTEGER,
    "forum" TEXT,
    "law_connected" BOOLEAN,
    "creditor_is_small" BOOLEAN,
    "debtor_is_large" BOOLEAN,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contract_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sales_order" (
    "id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "amount_minor" BIGINT,
    "currency" TEXT,
    "ordered_at" DATE NOT NULL,
    "completed_at" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sales_order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "purchase" (
    "id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "due_date" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "purchase_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "contract_id" UUID,
    "order_id" UUID,
    "number" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "invoice_date" DATE NOT NULL,
    "due_date" DATE NOT NULL,
    "effective_due_date" DATE NOT NULL,
    "terms" JSONB,
    "ordered_at" DATE,
    "shipped_at" DATE,
    "delivered_at" DATE,
    "accepted_at" DATE,
    "received_at" DATE,
    "order_completed_at" DATE,
    "invoice_dispatched_at" DATE,
    "receivable_type" TEXT NOT NULL DEFAULT 'standard',
    "policy_name" TEXT,
    "replaced_by_id" UUID,
    "cancelled_at" DATE,
    "import_id" UUID,
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invoice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "due_date_change" (
    "id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "from_date" DATE NOT NULL,
    "to_date" DATE NOT NULL,
    "reason" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "due_date_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "value_date" DATE NOT NULL,
    "payer" TEXT,
    "source" TEXT NOT NULL,
    "reversed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "invoice_id" UUID,
    "payment_id" UUID,
    "reverses_id" UUID,
    "quote_id" UUID,
    "type" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "open_effect_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "value_date" DATE NOT NULL,
    "document" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quote" (
    "id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "contact_id" UUID,
    "made_on" DATE NOT NULL,
    "last_day" DATE NOT NULL,
    "currency" TEXT NOT NULL,
    "principal_minor" BIGINT NOT NULL,
    "interest_minor" BIGINT NOT NULL,
    "waived_minor" BIGINT NOT NULL,
    "pay_minor" BIGINT NOT NULL,
    "interest_from" DATE,
    "rates" JSONB,
    "actor" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quote_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy_version" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "templates" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "policy_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "collection_case" (
    "id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "policy_version_id" UUID NOT NULL,
    "owner_id" UUID,
    "language" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'enrolled',
    "stage" TEXT,
    "next_step" TEXT,
    "next_occurrence" INTEGER,
    "next_effect" TEXT,
    "next_channel" TEXT,
    "next_severity" INTEGER,
    "next_at" TIMESTAMPTZ(3),
    "next_reason" JSONB,
    "row_seq" INTEGER NOT NULL DEFAULT 0,
    "run_no" INTEGER NOT NULL DEFAULT 1,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "collection_case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case_run" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "run_no" INTEGER NOT NULL,
    "workflow_run_id" TEXT,
    "reason" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "case_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact" (
    "id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "person_id" UUID,
    "contact_point_id" UUID,
    "channel" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "automatic" BOOLEAN NOT NULL DEFAULT true,
    "formal" BOOLEAN NOT NULL DEFAULT false,
    "language" TEXT NOT NULL,
    "lead_step" TEXT NOT NULL,
    "lead_day" INTEGER NOT NULL,
    "template" TEXT NOT NULL,
    "policy_hash" TEXT NOT NULL,
    "document_id" UUID,
    "text_hash" TEXT,
    "provider_id" TEXT,
    "failure" TEXT,
    "facts" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "reserved_at" TIMESTAMPTZ(3) NOT NULL,
    "sending_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),
    "awaits_read" BOOLEAN NOT NULL DEFAULT false,
    "failed_at" TIMESTAMPTZ(3),
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_attachment" (
    "id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "document_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contact_attachment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "letter_dispatch" (
    "id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "carrier" TEXT NOT NULL,
    "tracking_no" TEXT NOT NULL,
    "remark" TEXT NOT NULL,
    "handed_over_on" DATE NOT NULL,
    "delivered_on" DATE,
    "signed_by" TEXT,
    "returned_on" DATE,
    "actor" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "letter_dispatch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_step" (
    "id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "step_id" TEXT NOT NULL,
    "occurrence" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL,
    "leads" BOOLEAN NOT NULL DEFAULT false,
    "day" INTEGER,
    "definitely_failed" BOOLEAN NOT NULL DEFAULT false,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contact_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "proposal" (
    "id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "contact_point_id" UUID,
    "channel" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "language" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "tone" TEXT,
    "lead_step" TEXT NOT NULL,
    "lead_day" INTEGER NOT NULL,
    "policy_hash" TEXT NOT NULL,
    "basis" JSONB NOT NULL,
    "legal_dates" TEXT[],
    "subject" TEXT,
    "text" TEXT NOT NULL,
    "edited_by" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" TEXT,
    "why" TEXT,
    "contact_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "proposal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "proposal_step" (
    "id" UUID NOT NULL,
    "proposal_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "step_id" TEXT NOT NULL,
    "occurrence" INTEGER NOT NULL,
    "leads" BOOLEAN NOT NULL DEFAULT false,
    "living" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "proposal_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "step_skip" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "step_id" TEXT NOT NULL,
    "occurrence" INTEGER NOT NULL,
    "actor" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "step_skip_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "upload" (
    "id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "invoice_id" UUID,
    "kind" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "content_hash" TEXT NOT NULL,
    "content" BYTEA,
    "scan" TEXT NOT NULL,
    "scanned_at" TIMESTAMPTZ(3),
    "uploaded_by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "upload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox_message" (
    "id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT,
    "body" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task" (
    "id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "case_id" UUID,
    "invoice_id" UUID,
    "step_id" TEXT,
    "occurrence" INTEGER,
    "kind" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "assignee_id" UUID,
    "status" TEXT NOT NULL DEFAULT 'open',
    "why" JSONB NOT NULL,
    "day" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "deadline_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" TEXT,
    "outcome" TEXT,
    "note" TEXT,
    "recording_ref" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "document" (
    "id" UUID NOT NULL,
    "debtor_id" UUID,
    "case_id" UUID,
    "kind" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signal_outbox" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "delivered_at" TIMESTAMPTZ(3),
    "applied_at" TIMESTAMPTZ(3),
    "final_at" TIMESTAMPTZ(3),
    "final_reason" TEXT,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "signal_outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_event" (
    "id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "applied_at" TIMESTAMPTZ(3),
    "parked_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reply" (
    "id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "case_id" UUID,
    "contact_id" UUID,
    "document_id" UUID NOT NULL,
    "webhook_event_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "sender" TEXT NOT NULL,
    "suggestions" TEXT[],
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "paused_until" TIMESTAMPTZ(3) NOT NULL,
    "meaning" TEXT,
    "classified_at" TIMESTAMPTZ(3),
    "classified_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reply_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence_chain" (
    "id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evidence_chain_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence" (
    "chain_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "v" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "content" TEXT NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("chain_id","seq")
);

-- CreateTable
CREATE TABLE "hold" (
    "id" UUID NOT NULL,
    "creditor_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "debtor_id" UUID,
    "invoice_id" UUID,
    "case_id" UUID,
    "part_minor" BIGINT,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "from_date" DATE NOT NULL,
    "until_date" DATE,
    "placed_by" TEXT NOT NULL,
    "released_at" TIMESTAMPTZ(3),
    "released_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "hold_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "promise_to_pay" (
    "id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "amount_minor" BIGINT,
    "currency" TEXT NOT NULL,
    "made_on" DATE NOT NULL,
    "promised_for" DATE NOT NULL,
    "hold_until" DATE NOT NULL,
    "balance_minor_when_made" BIGINT NOT NULL,
    "method" TEXT NOT NULL,
    "said_by" TEXT,
    "captured_by" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "judged_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "promise_to_pay_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_plan" (
    "id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "template" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "agreed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "instalment" (
    "id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "due_date" DATE NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "instalment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispute" (
    "id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "part_minor" BIGINT,
    "currency" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "opened_by" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),
    "resolution" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dispute_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "step_id" TEXT NOT NULL,
    "occurrence" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "amount_minor" BIGINT,
    "currency" TEXT,
    "status" TEXT NOT NULL DEFAULT 'open',
    "at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" TEXT,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "approval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "preset" TEXT NOT NULL,
    "file_hash" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "summary" JSONB,
    "finished_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "id" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER,
    "response" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_audit" (
    "id" UUID NOT NULL,
    "actor" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "request_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "api_audit_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "creditor_name_key" ON "creditor"("name");

-- CreateIndex
CREATE INDEX "bank_account_creditor_id_idx" ON "bank_account"("creditor_id");

-- CreateIndex
CREATE INDEX "bank_account_entered_by_id_idx" ON "bank_account"("entered_by_id");

-- CreateIndex
CREATE INDEX "bank_account_approved_by_id_idx" ON "bank_account"("approved_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "staff_email_key" ON "staff"("email");

-- CreateIndex
CREATE INDEX "staff_creditor_id_idx" ON "staff"("creditor_id");

-- CreateIndex
CREATE INDEX "staff_manager_id_idx" ON "staff"("manager_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");

-- CreateIndex
CREATE INDEX "api_key_staff_id_idx" ON "api_key"("staff_id");

-- CreateIndex
CREATE INDEX "debtor_parent_id_idx" ON "debtor"("parent_id");

-- CreateIndex
CREATE INDEX "debtor_owner_id_idx" ON "debtor"("owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "debtor_creditor_id_number_key" ON "debtor"("creditor_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "debtor_person_debtor_id_role_key" ON "debtor_person"("debtor_id", "role");

-- CreateIndex
CREATE INDEX "contact_point_person_id_idx" ON "contact_point"("person_id");

-- CreateIndex
CREATE INDEX "contact_point_address_idx" ON "contact_point"("address");

-- CreateIndex
CREATE UNIQUE INDEX "contact_point_debtor_id_kind_address_key" ON "contact_point"("debtor_id", "kind", "address");

-- CreateIndex
CREATE INDEX "contract_debtor_id_idx" ON "contract"("debtor_id");

-- CreateIndex
CREATE UNIQUE INDEX "contract_creditor_id_number_key" ON "contract"("creditor_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "sales_order_debtor_id_number_key" ON "sales_order"("debtor_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "purchase_debtor_id_number_key" ON "purchase"("debtor_id", "number");

-- CreateIndex
CREATE INDEX "invoice_debtor_id_idx" ON "invoice"("debtor_id");

-- CreateIndex
CREATE INDEX "invoice_contract_id_idx" ON "invoice"("contract_id");

-- CreateIndex
CREATE INDEX "invoice_order_id_idx" ON "invoice"("order_id");

-- CreateIndex
CREATE INDEX "invoice_replaced_by_id_idx" ON "invoice"("replaced_by_id");

-- CreateIndex
CREATE INDEX "invoice_import_id_idx" ON "invoice"("import_id");

-- CreateIndex
CREATE INDEX "invoice_effective_due_date_idx" ON "invoice"("effective_due_date");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_creditor_id_number_key" ON "invoice"("creditor_id", "number");

-- CreateIndex
CREATE INDEX "due_date_change_invoice_id_idx" ON "due_date_change"("invoice_id");

-- CreateIndex
CREATE INDEX "payment_debtor_id_idx" ON "payment"("debtor_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_creditor_id_reference_key" ON "payment"("creditor_id", "reference");

-- CreateIndex
CREATE INDEX "ledger_entry_debtor_id_currency_idx" ON "ledger_entry"("debtor_id", "currency");

-- CreateIndex
CREATE INDEX "ledger_entry_invoice_id_idx" ON "ledger_entry"("invoice_id");

-- CreateIndex
CREATE INDEX "ledger_entry_payment_id_idx" ON "ledger_entry"("payment_id");

-- CreateIndex
CREATE INDEX "ledger_entry_reverses_id_idx" ON "ledger_entry"("reverses_id");

-- CreateIndex
CREATE INDEX "ledger_entry_quote_id_idx" ON "ledger_entry"("quote_id");

-- CreateIndex
CREATE INDEX "quote_invoice_id_idx" ON "quote"("invoice_id");

-- CreateIndex
CREATE UNIQUE INDEX "quote_contact_id_invoice_id_key" ON "quote"("contact_id", "invoice_id");

-- CreateIndex
CREATE UNIQUE INDEX "policy_version_hash_key" ON "policy_version"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "policy_version_name_version_key" ON "policy_version"("name", "version");

-- CreateIndex
CREATE UNIQUE INDEX "collection_case_invoice_id_key" ON "collection_case"("invoice_id");

-- CreateIndex
CREATE INDEX "collection_case_debtor_id_next_at_idx" ON "collection_case"("debtor_id", "next_at");

-- CreateIndex
CREATE INDEX "collection_case_creditor_id_idx" ON "collection_case"("creditor_id");

-- CreateIndex
CREATE INDEX "collection_case_policy_version_id_idx" ON "collection_case"("policy_version_id");

-- CreateIndex
CREATE INDEX "collection_case_owner_id_idx" ON "collection_case"("owner_id");

-- CreateIndex
CREATE INDEX "collection_case_status_next_at_idx" ON "collection_case"("status", "next_at");

-- CreateIndex
CREATE UNIQUE INDEX "case_run_case_id_run_no_key" ON "case_run"("case_id", "run_no");

-- CreateIndex
CREATE INDEX "contact_debtor_id_at_idx" ON "contact"("debtor_id", "at");

-- CreateIndex
CREATE INDEX "contact_person_id_idx" ON "contact"("person_id");

-- CreateIndex
CREATE INDEX "contact_contact_point_id_idx" ON "contact"("contact_point_id");

-- CreateIndex
CREATE INDEX "contact_document_id_idx" ON "contact"("document_id");

-- CreateIndex
CREATE INDEX "contact_state_idx" ON "contact"("state");

-- CreateIndex
CREATE INDEX "contact_provider_id_idx" ON "contact"("provider_id");

-- CreateIndex
CREATE INDEX "contact_attachment_contact_id_idx" ON "contact_attachment"("contact_id");

-- CreateIndex
CREATE INDEX "contact_attachment_document_id_idx" ON "contact_attachment"("document_id");

-- CreateIndex
CREATE UNIQUE INDEX "letter_dispatch_contact_id_key" ON "letter_dispatch"("contact_id");

-- CreateIndex
CREATE UNIQUE INDEX "letter_dispatch_carrier_tracking_no_key" ON "letter_dispatch"("carrier", "tracking_no");

-- CreateIndex
CREATE INDEX "contact_step_contact_id_idx" ON "contact_step"("contact_id");

-- CreateIndex
CREATE INDEX "contact_step_case_id_idx" ON "contact_step"("case_id");

-- CreateIndex
CREATE UNIQUE INDEX "contact_step_invoice_id_step_id_occurrence_attempt_key" ON "contact_step"("invoice_id", "step_id", "occurrence", "attempt");

-- CreateIndex
CREATE INDEX "proposal_debtor_id_idx" ON "proposal"("debtor_id");

-- CreateIndex
CREATE INDEX "proposal_case_id_idx" ON "proposal"("case_id");

-- CreateIndex
CREATE INDEX "proposal_contact_point_id_idx" ON "proposal"("contact_point_id");

-- CreateIndex
CREATE INDEX "proposal_contact_id_idx" ON "proposal"("contact_id");

-- CreateIndex
CREATE INDEX "proposal_state_created_at_idx" ON "proposal"("state", "created_at");

-- CreateIndex
CREATE INDEX "proposal_step_proposal_id_idx" ON "proposal_step"("proposal_id");

-- CreateIndex
CREATE INDEX "proposal_step_case_id_idx" ON "proposal_step"("case_id");

-- CreateIndex
CREATE INDEX "proposal_step_invoice_id_step_id_occurrence_idx" ON "proposal_step"("invoice_id", "step_id", "occurrence");

-- CreateIndex
CREATE INDEX "step_skip_case_id_idx" ON "step_skip"("case_id");

-- CreateIndex
CREATE UNIQUE INDEX "step_skip_invoice_id_step_id_occurrence_key" ON "step_skip"("invoice_id", "step_id", "occurrence");

-- CreateIndex
CREATE INDEX "upload_debtor_id_idx" ON "upload"("debtor_id");

-- CreateIndex
CREATE INDEX "upload_invoice_id_idx" ON "upload"("invoice_id");

-- CreateIndex
CREATE INDEX "upload_content_hash_idx" ON "upload"("content_hash");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_message_contact_id_key" ON "outbox_message"("contact_id");

-- CreateIndex
CREATE INDEX "outbox_message_created_at_idx" ON "outbox_message"("created_at");

-- CreateIndex
CREATE INDEX "task_debtor_id_idx" ON "task"("debtor_id");

-- CreateIndex
CREATE INDEX "task_case_id_idx" ON "task"("case_id");

-- CreateIndex
CREATE INDEX "task_assignee_id_idx" ON "task"("assignee_id");

-- CreateIndex
CREATE INDEX "task_status_deadline_at_idx" ON "task"("status", "deadline_at");

-- CreateIndex
CREATE UNIQUE INDEX "task_invoice_id_step_id_occurrence_kind_key" ON "task"("invoice_id", "step_id", "occurrence", "kind");

-- CreateIndex
CREATE INDEX "document_debtor_id_idx" ON "document"("debtor_id");

-- CreateIndex
CREATE INDEX "document_case_id_idx" ON "document"("case_id");

-- CreateIndex
CREATE INDEX "document_content_hash_idx" ON "document"("content_hash");

-- CreateIndex
CREATE INDEX "signal_outbox_case_id_idx" ON "signal_outbox"("case_id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_event_provider_event_id_key" ON "webhook_event"("provider", "event_id");

-- CreateIndex
CREATE INDEX "webhook_event_applied_at_received_at_idx" ON "webhook_event"("applied_at", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "reply_webhook_event_id_key" ON "reply"("webhook_event_id");

-- CreateIndex
CREATE UNIQUE INDEX "reply_task_id_key" ON "reply"("task_id");

-- CreateIndex
CREATE INDEX "reply_debtor_id_received_at_idx" ON "reply"("debtor_id", "received_at");

-- CreateIndex
CREATE INDEX "reply_case_id_idx" ON "reply"("case_id");

-- CreateIndex
CREATE INDEX "reply_contact_id_idx" ON "reply"("contact_id");

-- CreateIndex
CREATE INDEX "reply_document_id_idx" ON "reply"("document_id");

-- CreateIndex
CREATE INDEX "hold_creditor_id_idx" ON "hold"("creditor_id");

-- CreateIndex
CREATE INDEX "hold_debtor_id_idx" ON "hold"("debtor_id");

-- CreateIndex
CREATE INDEX "hold_invoice_id_idx" ON "hold"("invoice_id");

-- CreateIndex
CREATE INDEX "hold_case_id_idx" ON "hold"("case_id");

-- CreateIndex
CREATE INDEX "promise_to_pay_debtor_id_idx" ON "promise_to_pay"("debtor_id");

-- CreateIndex
CREATE INDEX "promise_to_pay_invoice_id_idx" ON "promise_to_pay"("invoice_id");

-- CreateIndex
CREATE INDEX "promise_to_pay_case_id_idx" ON "promise_to_pay"("case_id");

-- CreateIndex
CREATE INDEX "payment_plan_debtor_id_idx" ON "payment_plan"("debtor_id");

-- CreateIndex
CREATE INDEX "instalment_invoice_id_idx" ON "instalment"("invoice_id");

-- CreateIndex
CREATE UNIQUE INDEX "instalment_plan_id_invoice_id_seq_key" ON "instalment"("plan_id", "invoice_id", "seq");

-- CreateIndex
CREATE INDEX "dispute_debtor_id_idx" ON "dispute"("debtor_id");

-- CreateIndex
CREATE INDEX "dispute_invoice_id_idx" ON "dispute"("invoice_id");

-- CreateIndex
CREATE INDEX "dispute_case_id_idx" ON "dispute"("case_id");

-- CreateIndex
CREATE UNIQUE INDEX "approval_case_id_step_id_occurrence_kind_key" ON "approval"("case_id", "step_id", "occurrence", "kind");

-- CreateIndex
CREATE INDEX "api_audit_created_at_idx" ON "api_audit"("created_at");

-- AddForeignKey
ALTER TABLE "book_size" ADD CONSTRAINT "book_size_creditor_id_fkey" FOREIGN KEY ("creditor_id") REFERENCES "creditor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "segment_policy" ADD CONSTRAINT "segment_policy_creditor_id_fkey" FOREIGN KEY ("creditor_id") REFERENCES "creditor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bank_account" ADD CONSTRAINT "bank_account_creditor_id_fkey" FOREIGN KEY ("creditor_id") REFERENCES "creditor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bank_account" ADD CONSTRAINT "bank_account_entered_by_id_fkey" FOREIGN KEY ("entered_by_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bank_account" ADD CONSTRAINT "bank_account_approved_by_id_fkey" FOREIGN KEY ("approved_by_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff" ADD CONSTRAINT "staff_creditor_id_fkey" FOREIGN KEY ("creditor_id") REFERENCES "creditor"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff" ADD CONSTRAINT "staff_manager_id_fkey" FOREIGN KEY ("manager_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "debtor" ADD CONSTRAINT "debtor_creditor_id_fkey" FOREIGN KEY ("creditor_id") REFERENCES "creditor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "debtor" ADD CONSTRAINT "debtor_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "debtor"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "debtor" ADD CONSTRAINT "debtor_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "debtor_person" ADD CONSTRAINT "debtor_person_debtor_id_fkey" FOREIGN KEY ("debtor_id") REFERENCES "debtor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_point" ADD CONSTRAINT "contact_point_debtor_id_fkey" FOREIGN KEY ("debtor_id") REFERENCES "debtor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_point" ADD CONSTRAINT "contact_point_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "debtor_person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract" ADD CONSTRAINT "contract_creditor_id_fkey" FOREIGN KEY ("creditor_id") REFERENCES "creditor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract" ADD CONSTRAINT "contract_debtor_id_fkey" FOREIGN KEY ("debtor_id") REFERENCES "debtor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sales_order" ADD CONSTRAINT "sales_order_debtor_id_fkey" FOREIGN KEY ("debtor_id") REFERENCES "debtor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "purchase" ADD CONSTRAINT "purchase_debtor_id_fkey" FOREIGN KEY ("debtor_id") REFERENCES "debtor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_creditor_id_fkey" FOREIGN KEY ("creditor_id") REFERENCES "creditor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_debtor_id_fkey" FOREIGN KEY ("debtor_id") REFERENCES "debtor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_contract_id_fkey" FOREIGN KEY ("contract_id") REFERENCES "contract"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "sales_order"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_replaced_by_id_fkey" FOREIGN KEY ("replaced_by_id") REFERENCES "invoice"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "due_date_change" ADD CONSTRAINT "due_date_change_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_creditor_id_fkey" FOREIGN KEY ("creditor_id") REFERENCES "creditor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_debtor_id_fkey" FOREIGN KEY ("debtor_id") REFERENCES "debtor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_debtor_id_fkey" FOREIGN KEY ("debtor_id") REFERENCES "debtor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoice"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_reverses_id_fkey" FOREIGN KEY ("reverses_id") REFERENCES "ledger_entry"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_quote_id_fkey" FOREIGN KEY ("quote_id") REFERENCES "quote"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quote" ADD CONSTRAINT "quote_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quote" ADD CONSTRAINT "quote_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "collection_case" ADD CONSTRAINT "collection_case_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "collection_case" ADD CONSTRAINT "collection_case_debtor_id_fkey" FOREIGN KEY ("debtor_id") REFERENCES "debtor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "collection_case" ADD CONSTRAINT "collection_case_creditor_id_fkey" FOREIGN KEY ("creditor_id") REFERENCES "creditor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "collection_case" ADD CONSTRAINT "collection_case_policy_version_id_fkey" FOREIGN KEY ("policy_version_id") REFERENCES "policy_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "collection_case" ADD CONSTRAINT "collection_case_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_run" ADD CONSTRAINT "case_run_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "collection_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_debtor_id_fkey" FOREIGN KEY ("debtor_id") REFERENCES "debtor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "debtor_person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_contact_point_id_fkey" FOREIGN KEY ("contact_point_id") REFERENCES "contact_point"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_attachment" ADD CONSTRAINT "contact_attachment_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_attachment" ADD CONSTRAINT "contact_attachment_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter_dispatch" ADD CONSTRAINT "letter_dispatch_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_step" ADD CONSTRAINT "contact_step_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_step" ADD CONSTRAINT "contact_step_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "collection_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_step" ADD CONSTRAINT "contact_step_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_debtor_id_fkey" FOREIGN KEY ("debtor_id") REFERENCES "debtor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "collection_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_contact_point_id_fkey" FOREIGN KEY ("contact_point_id") REFERENCES "contact_point"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal_step" ADD CONSTRAINT "proposal_step_proposal_id_fkey" FOREIGN KEY ("proposal_id") REFERENCES "proposal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal_step" ADD CONSTRAINT "proposal_step_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "collection_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal_step" ADD CONSTRAINT "proposal_step_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "step_skip" ADD CONSTRAINT "step_skip_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "collection_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "step_skip" ADD CONSTRAINT "step_skip_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upload" ADD CONSTRAINT "upload_debtor_id_fkey" FOREIGN KEY ("debtor_id") REFERENCES "debtor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upload" ADD CONSTRAINT "upload_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoice"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outbox_message" ADD CONSTRAINT "outbox_message_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_debtor_id_fkey" FOREIGN KEY ("debtor_id") REFERENCES "debtor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "collection_case"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoice"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_assignee_id_fkey" FOREIGN KEY ("assignee_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document" ADD CONSTRAINT "document_debtor_id_fkey" FOREIGN KEY ("debtor_id") REFERENCES "debtor"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document" ADD CONSTRAINT "document_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "collection_case"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signal_outbox" ADD CONSTRAINT "signal_outbox_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "collection_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_chain_id_fkey" FOREIGN KEY ("chain_id") REFERENCES "evidence_chain"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reply" ADD CONSTRAINT "reply_debtor_id_fkey" FOREIGN KEY ("debtor_id") REFERENCES "debtor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reply" ADD CONSTRAINT "reply_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "collection_case"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reply" ADD CONSTRAINT "reply_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reply" ADD CONSTRAINT "reply_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reply" ADD CONSTRAINT "reply_webhook_event_id_fkey" FOREIGN KEY ("webhook_event_id") REFERENCES "webhook_event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reply" ADD CONSTRAINT "reply_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "task"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hold" ADD CONSTRAINT "hold_creditor_id_fkey" FOREIGN KEY ("creditor_id") REFERENCES "creditor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hold" ADD CONSTRAINT "hold_debtor_id_fkey" FOREIGN KEY ("debtor_id") REFERENCES "debtor"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hold" ADD CONSTRAINT "hold_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoice"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hold" ADD CONSTRAINT "hold_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "collection_case"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "promise_to_pay" ADD CONSTRAINT "promise_to_pay_debtor_id_fkey" FOREIGN KEY ("debtor_id") REFERENCES "debtor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "promise_to_pay" ADD CONSTRAINT "promise_to_pay_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "promise_to_pay" ADD CONSTRAINT "promise_to_pay_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "collection_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_plan" ADD CONSTRAINT "payment_plan_debtor_id_fkey" FOREIGN KEY ("debtor_id") REFERENCES "debtor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instalment" ADD CONSTRAINT "instalment_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "payment_plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instalment" ADD CONSTRAINT "instalment_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_debtor_id_fkey" FOREIGN KEY ("debtor_id") REFERENCES "debtor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "collection_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval" ADD CONSTRAINT "approval_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "collection_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Written by hand from here on: what schema.prisma cannot say.

-- One contact at most for each step of an invoice: a further attempt only after a definite failure (invariant I2).
CREATE UNIQUE INDEX "contact_step_one_attempt_key" ON "contact_step"("invoice_id", "step_id", "occurrence")
    WHERE NOT "definitely_failed";

-- One living proposal at most for each step of an invoice.
CREATE UNIQUE INDEX "proposal_step_living_key" ON "proposal_step"("invoice_id", "step_id", "occurrence") WHERE "living";

-- What the relay has still to deliver; the rest of the table only grows.
CREATE INDEX "signal_outbox_undelivered_idx" ON "signal_outbox"("created_at") WHERE ("applied_at" IS NULL OR "delivered_at" IS NULL) AND "final_at" IS NULL;

-- Holds of the whole book: few among many that name the same creditor, and every reservation asks for them.
CREATE INDEX "hold_book_idx" ON "hold"("creditor_id") WHERE "scope" = 'book';

-- Amounts are safe integers of the programs that read them (2^53 - 1) and never negative where only a direction is missing.
ALTER TABLE "sales_order" ADD CONSTRAINT "sales_order_amount_check" CHECK ("amount_minor" BETWEEN 0 AND 9007199254740991);
ALTER TABLE "purchase" ADD CONSTRAINT "purchase_amount_check" CHECK ("amount_minor" BETWEEN 0 AND 9007199254740991);
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_amount_check" CHECK ("amount_minor" BETWEEN 0 AND 9007199254740991);
ALTER TABLE "payment" ADD CONSTRAINT "payment_amount_check" CHECK ("amount_minor" BETWEEN 0 AND 9007199254740991);
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_amount_check" CHECK (
    "amount_minor" BETWEEN 0 AND 9007199254740991 AND "open_effect_minor" BETWEEN -9007199254740991 AND 9007199254740991
);
ALTER TABLE "book_size" ADD CONSTRAINT "book_size_amount_check" CHECK ("open_minor" BETWEEN -9007199254740991 AND 9007199254740991);
ALTER TABLE "hold" ADD CONSTRAINT "hold_part_check" CHECK ("part_minor" BETWEEN 0 AND 9007199254740991);
ALTER TABLE "promise_to_pay" ADD CONSTRAINT "promise_to_pay_amount_check" CHECK ("amount_minor" BETWEEN 0 AND 9007199254740991);
ALTER TABLE "instalment" ADD CONSTRAINT "instalment_amount_check" CHECK ("amount_minor" BETWEEN 0 AND 9007199254740991);
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_part_check" CHECK ("part_minor" BETWEEN 0 AND 9007199254740991);
ALTER TABLE "approval" ADD CONSTRAINT "approval_amount_check" CHECK ("amount_minor" BETWEEN 0 AND 9007199254740991);

-- The ledger and the evidence are append-only for everybody. The owner of the tables could drop these triggers: that is why
-- the product works under another role, and why `doctor` warns when it does not.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused, write a correcting entry instead', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER "ledger_entry_append_only" BEFORE UPDATE OR DELETE ON "ledger_entry"
    FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "ledger_entry_no_truncate" BEFORE TRUNCATE ON "ledger_entry"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "evidence_append_only" BEFORE UPDATE OR DELETE ON "evidence"
    FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "evidence_no_truncate" BEFORE TRUNCATE ON "evidence"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- Appends facts to their chains in one round trip: locks the heads in id order (hence no deadlock), numbers and links the rows,
-- moves the heads. An entry is {chain, kind, at, content}; the hash covers what is stored, in the canonical form of RFC 8785.
-- services/evidence.ts checks every row with a computation of its own.
CREATE FUNCTION "append_evidence"(entries jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "evidence_chain" ("id", "seq", "hash", "updated_at")
    SELECT DISTINCT e.chain, 0, repeat('0', 64), now() FROM jsonb_to_recordset(entries) AS e(chain text) ORDER BY 1
    ON CONFLICT ("id") DO UPDATE SET "id" = excluded."id";

    WITH RECURSIVE entry AS (
        SELECT chain, kind, at, content, row_number() OVER (PARTITION BY chain ORDER BY n) AS place
        FROM ROWS FROM (jsonb_to_recordset(entries) AS (chain text, kind text, at timestamptz, content text))
            WITH ORDINALITY AS e(chain, kind, at, content, n)
    ), link AS (
        SELECT c."id" AS chain, c."seq", c."hash", 0::bigint AS place, NULL::text AS previous
        FROM "evidence_chain" c WHERE c."id" IN (SELECT chain FROM entry)
        UNION ALL
        SELECT l.chain, l.seq + 1, encode(sha256(convert_to(concat(
            l.hash, E'\n{"at":"', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '","chain":', to_json(e.chain),
            ',"content":', to_json(e.content), ',"kind":', to_json(e.kind), ',"seq":', l.seq + 1, ',"v":1}'
        ), 'UTF8')), 'hex'), l.place + 1, l.hash
        FROM link l JOIN entry e ON e.chain = l.chain AND e.place = l.place + 1
    ), written AS (
        INSERT INTO "evidence" ("chain_id", "seq", "v", "kind", "at", "content", "previous_hash", "hash")
        SELECT l.chain, l.seq, 1, e.kind, e.at, e.content, l.previous, l.hash
        FROM link l JOIN entry e ON e.chain = l.chain AND e.place = l.place
    )
    UPDATE "evidence_chain" c SET "seq" = last.seq, "hash" = last.hash, "updated_at" = now()
    FROM (SELECT DISTINCT ON (chain) chain, seq, hash FROM link ORDER BY chain, place DESC) last
    WHERE c."id" = last.chain;
END
$$;

-- Writes the read model of a case unless this row or a later one is already there; says whether it did. With an outcome the case
-- ends at that instant; without one it is open, also where a discarded workflow task had ended it. A function, because the row is
-- written together with whatever made it true, in one statement each time.
CREATE FUNCTION "write_case_row"(which uuid, new_row jsonb, new_seq int, new_outcome text, ends_at timestamptz) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "collection_case" SET
        "status" = CASE WHEN new_outcome IS NULL THEN 'open' ELSE 'ended' END,
        "outcome" = new_outcome,
        "ended_at" = ends_at,
        "stage" = new_row->>'stage',
        "next_step" = new_row->>'nextStep',
        "next_occurrence" = (new_row->>'nextOccurrence')::int,
        "next_effect" = new_row->>'nextEffect',
        "next_channel" = new_row->>'nextChannel',
        "next_severity" = (new_row->>'nextSeverity')::int,
        "next_at" = (new_row->>'nextAt')::timestamptz,
        "next_reason" = new_row->'nextReason',
        "row_seq" = new_seq,
        "updated_at" = now()
    WHERE "id" = which AND "row_seq" < new_seq;
    RETURN FOUND;
END
$$;

-- How each open case of a book stands on a day: what quadrants and treatments are judged by (S301, K3). The day is an argument,
-- because no rule reads the database's clock.
CREATE FUNCTION "case_standing"(book uuid, on_day date) RETURNS TABLE (
    case_id uuid, debtor_id uuid, invoice_id uuid, policy_version_id uuid, currency text, open_minor bigint,
    days_past_due int, debtor_overdue_minor bigint, last_order date, broken_promises int, contacted boolean
) LANGUAGE sql STABLE AS $$
    WITH balance AS (
        SELECT i."id", i."debtor_id", i."currency", i."effective_due_date", sum(l."open_effect_minor")::bigint AS open_minor
        FROM "invoice" i JOIN "ledger_entry" l ON l."invoice_id" = i."id"
        WHERE i."creditor_id" = book AND i."cancelled_at" IS NULL GROUP BY i."id"
    ), overdue AS (
        SELECT b."debtor_id", b."currency", sum(b.open_minor)::bigint AS open_minor FROM balance b
        WHERE b."effective_due_date" < on_day GROUP BY b."debtor_id", b."currency"
    )
    SELECT c."id", c."debtor_id", c."invoice_id", c."policy_version_id", c."currency", b.open_minor,
        greatest(0, on_day - b."effective_due_date"), coalesce(o.open_minor, 0),
        (SELECT max(s."ordered_at") FROM "sales_order" s WHERE s."debtor_id" = c."debtor_id"),
        (SELECT count(*)::int FROM "promise_to_pay" p WHERE p."case_id" = c."id" AND p."status" = 'broken'),
        EXISTS (
            SELECT 1 FROM "contact_step" cs JOIN "contact" k ON k."id" = cs."contact_id"
            WHERE cs."invoice_id" = c."invoice_id" AND k."state" IN ('sent', 'delivered', 'read')
        )
    FROM "collection_case" c
    JOIN balance b ON b."id" = c."invoice_id"
    LEFT JOIN overdue o ON o."debtor_id" = c."debtor_id" AND o."currency" = c."currency"
    WHERE c."creditor_id" = book AND c."ended_at" IS NULL
$$;

-- The rights of the role under which the product works. A function, because the role may be created after the tables
-- (an installation that began with one account): whoever creates the role then calls it.
CREATE FUNCTION "grant_runtime_role"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'dunwell_runtime') THEN
        RETURN;
    END IF;
    GRANT USAGE ON SCHEMA public TO dunwell_runtime;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO dunwell_runtime;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO dunwell_runtime;
    REVOKE UPDATE, DELETE ON "ledger_entry", "evidence" FROM dunwell_runtime;
    -- Absent where migrations are only compared with the schema.
    IF to_regclass('_prisma_migrations') IS NOT NULL THEN
        REVOKE INSERT, UPDATE, DELETE ON "_prisma_migrations" FROM dunwell_runtime;
    END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION "grant_runtime_role"() FROM PUBLIC;

SELECT "grant_runtime_role"();
