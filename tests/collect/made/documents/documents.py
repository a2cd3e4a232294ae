"""YAML, TOML and CSV as Python's libraries write them; the same value as JSON beside."""
import csv
import datetime
import json
import os
import sys

import toml
import tomlkit
import yaml

out = sys.argv[1]
value = {
    'service': 'till <&> "é 日本"',
    'country': 'no',
    'version': '1.10',
    'zeros': '0042',
    'count': 12345678901234567890,
    'ratio': 0.1,
    'tiny': 1e-07,
    'share': 99.95,
    'up': True,
    'owner': None,
    'tilde': '~',
    'empty': '',
    'clock': '12:30',
    'tricky': ['yes', 'on', 'null', '1e3', '0x1F', '1_000', '-', '- a', '# no comment', ': ', '@at', ' space ', 'tab\there'],
    'text': 'first line\nsecond "line"\n\nlast\n',
    'nested': {'list': [], 'map': {}, 'deep': [[1, 2], [{'a': 1}]]},
}


def write(name, text):
    with open(os.path.join(out, name), 'w', encoding='utf-8', newline='') as file:
        file.write(text)


write('value.json', json.dumps(value, indent=2, ensure_ascii=False) + '\n')
write('pyyaml.yaml', yaml.safe_dump(value, allow_unicode=True, sort_keys=False))
write('pyyaml-ascii-flow.yaml', yaml.safe_dump(value, allow_unicode=False, default_flow_style=True, explicit_start=True, explicit_end=True, width=100))
shared = {'region': 'eu', 'replicas': 2}
write('pyyaml-anchors.yaml', yaml.safe_dump({'defaults': shared, 'test': shared, 'live': shared}))
write('pyyaml-dates.yaml', yaml.safe_dump({'released': datetime.date(2025, 3, 1), 'at': datetime.datetime(2025, 3, 1, 12, 30, tzinfo=datetime.timezone.utc), 'binary': b'\x00\xff'}))
write('pyyaml-two-documents.yaml', yaml.safe_dump_all([{'a': 1}, {'b': 2}]))

without_null = {k: v for k, v in value.items() if v is not None and k not in ('count', 'nested')}
write('without-null.json', json.dumps(without_null, indent=2, ensure_ascii=False) + '\n')
write('toml.toml', toml.dumps(without_null))
document = tomlkit.document()
document.add(tomlkit.comment('written by tomlkit'))
document['released'] = datetime.datetime(2025, 3, 1, 12, 30, tzinfo=datetime.timezone.utc)
document['day'] = datetime.date(2025, 3, 1)
document['clock'] = datetime.time(12, 30)
for key, part in without_null.items():
    document[key] = part
document['server'] = {'host name': 'eu-1', 'ports': [80, 443]}
write('tomlkit.toml', tomlkit.dumps(document))

rows = [
    ['name', 'count', 'price', 'code', 'note'],
    ['tea', 2, 3.5, '0042', 'plain'],
    ['pot, large', 1, 52, '7', 'says "hello" <&>'],
    ['é 日本', 0, 1e-07, '', 'two\nlines'],
    ['=SUM(A1)', -3, 99.95, '1e3', ' space '],
]
for name, options in {'csv-excel.csv': {}, 'csv-unix.csv': {'dialect': 'unix'}, 'csv-semicolon.csv': {'delimiter': ';', 'lineterminator': '\n'}}.items():
    with open(os.path.join(out, name), 'w', encoding='utf-8', newline='') as file:
        csv.writer(file, **options).writerows(rows)
with open(os.path.join(out, 'csv-bom.csv'), 'w', encoding='utf-8-sig', newline='') as file:
    csv.writer(file).writerows(rows)
write('csv-rows.json', json.dumps(rows, indent=2, ensure_ascii=False) + '\n')

for name in sorted(n for n in os.listdir(out) if n.startswith('csv-') and n.endswith('.csv')):
    delimiter = ';' if 'semicolon' in name else ','
    with open(os.path.join(out, name), encoding='utf-8-sig', newline='') as file:
        print(name, sum(1 for _ in csv.DictReader(file, delimiter=delimiter)), 'records')
for name in ('pyyaml.yaml', 'pyyaml-ascii-flow.yaml'):
    with open(os.path.join(out, name), encoding='utf-8') as file:
        print(name, 'reads back the same:', yaml.safe_load(file) == value)
with open(os.path.join(out, 'pyyaml-anchors.yaml'), encoding='utf-8') as file:
    print('pyyaml-anchors.yaml', yaml.safe_load(file))
print('toml.toml reads back the same:', toml.load(os.path.join(out, 'toml.toml')) == without_null)
