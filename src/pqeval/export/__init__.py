"""What a guideline's author takes along: tables T01–T15 and figures F01–F08, each from data to files."""
