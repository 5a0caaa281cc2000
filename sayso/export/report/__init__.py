"""Reports that an editor can print: facts become a Brief, a Brief becomes Markdown, HTML, PDF or DOCX."""
