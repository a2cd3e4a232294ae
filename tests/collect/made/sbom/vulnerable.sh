# The CycloneDX library for Python (Debian 13)
echo "\$ python3 vulnerable.py cyclonedx-python.json   # python3-cyclonedx-lib $(dpkg-query -W -f '${Version}' python3-cyclonedx-lib)"
python3 vulnerable.py "$OUT/sbom/cyclonedx-python.json"
