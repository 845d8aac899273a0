# The page of the marts as files. Made only where a name is given, and private
# unless it is said that everybody may read it.

resource "google_storage_bucket" "page" {
  count = var.page_bucket == null ? 0 : 1

  name     = var.page_bucket
  location = var.location
  # `crime dashboard` can make all of it again.
  force_destroy = true

  uniform_bucket_level_access = true
  public_access_prevention = (
    var.page_is_public ? "inherited" : "enforced"
  )

  website {
    main_page_suffix = "index.html"
    not_found_page   = "404.html"
  }

  depends_on = [google_project_service.apis]
}

# Replacing the files, not their access.
resource "google_storage_bucket_iam_member" "page_pipeline" {
  count = length(google_storage_bucket.page)

  bucket = google_storage_bucket.page[0].name
  role   = "roles/storage.objectUser"
  member = google_service_account.pipeline.member
}

resource "google_storage_bucket_iam_member" "page_readers" {
  count = var.page_is_public ? length(google_storage_bucket.page) : 0

  bucket = google_storage_bucket.page[0].name
  role   = "roles/storage.objectViewer"
  member = "allUsers"
}
