# The Google Cloud side of the pipeline: the lake, the warehouse's datasets,
# the identity that runs it, and the services those need.

provider "google" {
  project        = var.project_id
  default_labels = var.labels
}
