"""What we show: tables, charts, Markdown, CSV and one HTML page, in Japanese and English."""
