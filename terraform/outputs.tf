output "datasets" {
  description = "Ids of the datasets by the layer they hold."
  value = {
    for name, dataset in google_bigquery_dataset.datasets :
    name => dataset.dataset_id
  }
}

output "lake" {
  description = "Address of the lake, for crime ingest --lake."
  value       = google_storage_bucket.lake.url
}

output "location" {
  description = "Location of lake and datasets, for crime ingest --location."
  value       = var.location
}

output "page" {
  description = "Address of the page's bucket; null where there is none."
  value       = one(google_storage_bucket.page[*].url)
}

output "project_id" {
  description = "Id of the project, for crime ingest --project."
  value       = var.project_id
}

output "service_account" {
  description = "Email of the pipeline's service account, to impersonate."
  value       = google_service_account.pipeline.email
}
