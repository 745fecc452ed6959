"""Reports (R87): figures by interval, each with one definition, printed with it; as charts, tables, CSV and by mail."""
