"""Where places are, by a bundled gazetteer from GeoNames (CC BY 4.0), and which capitals stand for governments."""
