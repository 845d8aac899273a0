resource "google_service_account" "pipeline" {
  account_id   = var.service_account_id
  display_name = "Seattle crime pipeline"
  description  = "Ingests the feed and runs the models."

  depends_on = [google_project_service.apis]
}

# Running jobs. What they may read and write is granted beside each dataset
# and beside the bucket.
resource "google_project_iam_member" "pipeline" {
  project = var.project_id
  role    = "roles/bigquery.jobUser"
  member  = google_service_account.pipeline.member

  depends_on = [google_project_service.apis]
}

# Acting as the account without a key.
resource "google_service_account_iam_member" "impersonators" {
  for_each = toset(var.impersonators)

  service_account_id = google_service_account.pipeline.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = each.value
}
