variable "delete_contents_on_destroy" {
  description = "Whether destroying may delete datasets that hold data."
  type        = bool
  default     = false
}

variable "force_destroy_lake" {
  description = "Whether destroying may delete a lake with objects in it."
  type        = bool
  default     = false
}

variable "impersonators" {
  description = "Members that may act as the service account."
  type        = list(string)
  default     = []
}

variable "labels" {
  description = "Labels of every resource that takes them."
  type        = map(string)
  default     = { application = "seattle-crime" }
}

variable "lake_bucket" {
  description = "Lake bucket; null for PROJECT-seattle-crime-lake."
  type        = string
  default     = null
}

variable "location" {
  description = "Location of lake and datasets; cannot change later."
  type        = string
  default     = "US"
}

variable "noncurrent_retention_days" {
  description = "Days the lake keeps replaced or deleted objects."
  type        = number
  default     = 30

  validation {
    condition     = var.noncurrent_retention_days >= 1
    error_message = "At least 1 day is needed to undo a mistake."
  }
}

variable "page_bucket" {
  description = "Bucket of the page, a name of your own; null for none."
  type        = string
  default     = null
}

variable "page_is_public" {
  description = "Whether everybody on the internet may read the page."
  type        = bool
  default     = false
}

variable "project_id" {
  description = "Id of an existing project with billing enabled."
  type        = string
}

variable "raw_retention_days" {
  description = "Days raw keeps a load; null for ever. The lake keeps all."
  type        = number
  default     = null

  validation {
    condition     = coalesce(var.raw_retention_days, 1) >= 1
    error_message = "Keep a load for at least 1 day, or for ever (null)."
  }
}

variable "schema_suffix" {
  description = "The dataform run --schema-suffix to serve; null for none."
  type        = string
  default     = null

  validation {
    condition     = can(regex("^\\w+$", coalesce(var.schema_suffix, "x")))
    error_message = "Use letters, digits and underscores only."
  }
}

variable "service_account_id" {
  description = "Name of the service account, before the @."
  type        = string
  default     = "seattle-crime-pipeline"
}
