# PyYAML, toml, tomlkit and Python's csv
echo "\$ python3 documents.py   # $(python3 --version), PyYAML $(dpkg-query -W -f '${Version}' python3-yaml), toml $(dpkg-query -W -f '${Version}' python3-toml), tomlkit $(dpkg-query -W -f '${Version}' python3-tomlkit)"
python3 documents.py "$OUT/documents"
