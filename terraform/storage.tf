locals {
  _lake_bucket = coalesce(
    var.lake_bucket,
    "${var.project_id}-seattle-crime-lake",
  )
}

resource "google_storage_bucket" "lake" {
  name          = local._lake_bucket
  location      = var.location
  force_destroy = var.force_destroy_lake

  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  versioning {
    enabled = true
  }

  # The lake keeps every load. Only what was replaced or deleted goes, and
  # that after a time in which a mistake can be noticed.
  lifecycle_rule {
    condition {
      days_since_noncurrent_time = var.noncurrent_retention_days
    }
    action {
      type = "Delete"
    }
  }

  # Parts of uploads that nobody finished.
  lifecycle_rule {
    condition {
      age = 7
    }
    action {
      type = "AbortIncompleteMultipartUpload"
    }
  }

  depends_on = [google_project_service.apis]
}

# Reading and writing objects, not their access or the bucket's settings.
resource "google_storage_bucket_iam_member" "pipeline" {
  bucket = google_storage_bucket.lake.name
  role   = "roles/storage.objectUser"
  member = google_service_account.pipeline.member
}
