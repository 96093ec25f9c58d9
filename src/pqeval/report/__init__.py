"""What we show: tables, charts, Markdown, CSV and one HTML page, in Japanese and English."""

from pqeval.report.write import ReportFiles, write

__all__ = ["ReportFiles", "write"]
