"""The review page: the figures of reports beside their sentences, for a person who judges them. It changes no table."""

from lawgov_extract.review.output import check_page, is_page, write_review
from lawgov_extract.review.reviewed import Reviewed, reviewed_output, reviewed_run

__all__ = ["Reviewed", "check_page", "is_page", "reviewed_output", "reviewed_run", "write_review"]
