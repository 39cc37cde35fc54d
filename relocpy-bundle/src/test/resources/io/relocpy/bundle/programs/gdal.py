from osgeo import gdal, osr

osr.UseExceptions()
system = osr.SpatialReference()
system.ImportFromEPSG(4326)
assert gdal.FindFile('gdal', 'gdalvrt.xsd').startswith('/bundle/')
print(system.GetName())
