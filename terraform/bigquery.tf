locals {
  # The ingester reads the same file.
  _raw = jsondecode(file("${path.module}/../ingest/raw-tables.json"))

  _descriptions = {
    (local._raw.dataset) = "Loads as they came, append-only."
    assertions           = "One view per assertion: the rows that break it."
    fact                 = "Offenses, reports and dimensions, tested."
    mart                 = "Answers: one table per question."
    ops                  = "Runs of the pipeline and their results."
    staging              = "The feed typed and cleaned, both shapes merged."
  }

  # `dataform run --schema-suffix` names apart all but what it only reads.
  _datasets = {
    for name, description in local._descriptions : name => {
      description = description
      id = (
        name == local._raw.dataset || var.schema_suffix == null
        ? name
        : "${name}_${var.schema_suffix}"
      )
    }
  }
}

resource "google_bigquery_dataset" "datasets" {
  for_each = local._datasets

  dataset_id                 = each.value.id
  description                = each.value.description
  location                   = var.location
  delete_contents_on_destroy = var.delete_contents_on_destroy

  depends_on = [google_project_service.apis]
}

resource "google_bigquery_dataset_iam_member" "pipeline" {
  for_each = google_bigquery_dataset.datasets

  dataset_id = each.value.dataset_id
  role       = "roles/bigquery.dataEditor"
  member     = google_service_account.pipeline.member
}

resource "google_bigquery_table" "raw" {
  for_each = { for table in local._raw.tables : table.name => table }

  dataset_id  = google_bigquery_dataset.datasets[local._raw.dataset].dataset_id
  table_id    = each.value.name
  description = each.value.description
  clustering  = each.value.clusterBy
  schema      = jsonencode(each.value.columns)

  time_partitioning {
    type  = "DAY"
    field = each.value.partitionBy
    expiration_ms = (
      var.raw_retention_days == null
      ? null
      : var.raw_retention_days * 24 * 60 * 60 * 1000
    )
  }

  deletion_protection = !var.delete_contents_on_destroy
}
