"""A CycloneDX document with vulnerabilities, written by the CycloneDX library for Python."""
import sys
from datetime import datetime, timezone
from decimal import Decimal

from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.impact_analysis import ImpactAnalysisJustification, ImpactAnalysisState
from cyclonedx.model.vulnerability import BomTarget, Vulnerability, VulnerabilityAnalysis, VulnerabilityRating, VulnerabilityScoreSource, VulnerabilitySeverity, VulnerabilitySource
from cyclonedx.output.json import JsonV1Dot5
from packageurl import PackageURL

bom = Bom()
till = Component(name='till', version='1.4.0', type=ComponentType.APPLICATION, bom_ref='till')
bom.metadata.component = till


def library(name, version, parent=None):
    component = Component(name=name, version=version, type=ComponentType.LIBRARY, bom_ref=f'{name}@{version}', purl=PackageURL('generic', None, name, version))
    (parent.components if parent else bom.components).add(component)
    return component


tea = library('tea <é>', '2.0.0')
leaf = library('leaf', '0.1.0', tea)  # a component within a component
pot = library('pot', '3.1.4')
bom.register_dependency(till, [tea, pot])

Severity, State = VulnerabilitySeverity, ImpactAnalysisState


def vulnerability(id, component, ratings, state=None, justification=None, detail=None):
    bom.vulnerabilities.add(Vulnerability(
        bom_ref=id, id=id, source=VulnerabilitySource(name='shop advisories'), description=f'{id} of "{component.name}"\nin two lines',
        recommendation='upgrade', published=datetime(2025, 3, 1, tzinfo=timezone.utc),
        ratings=[VulnerabilityRating(severity=severity, score=Decimal(score) if score else None, method=VulnerabilityScoreSource.CVSS_V3_1 if score else None) for severity, score in ratings],
        cwes=[79], affects=[BomTarget(ref=component.bom_ref.value)],
        analysis=VulnerabilityAnalysis(state=state, justification=justification, detail=detail) if state else None))


vulnerability('SHOP-1', tea, [(Severity.CRITICAL, '9.8')])
vulnerability('SHOP-2', tea, [(Severity.LOW, '3.1'), (Severity.HIGH, '7.5')])  # two raters who disagree
vulnerability('SHOP-3', pot, [(Severity.HIGH, '8.1')], State.NOT_AFFECTED, ImpactAnalysisJustification.CODE_NOT_REACHABLE, 'the spout is closed')
vulnerability('SHOP-4', pot, [(Severity.MEDIUM, None)], State.RESOLVED)
vulnerability('SHOP-5', leaf, [(Severity.MEDIUM, '5.0')], State.IN_TRIAGE)
vulnerability('SHOP-6', leaf, [])
vulnerability('SHOP-7', leaf, [(Severity.UNKNOWN, None)], State.FALSE_POSITIVE)
vulnerability('SHOP-8', pot, [(Severity.CRITICAL, '9.1')], State.EXPLOITABLE)

JsonV1Dot5(bom).output_to_file(sys.argv[1], allow_overwrite=True, indent=2)
print('components:', 1 + sum(1 for _ in bom.components) + sum(len(c.components) for c in bom.components), 'with the application itself')
for v in sorted(bom.vulnerabilities, key=lambda v: v.id):
    print(v.id, [(r.severity.value, str(r.score)) for r in v.ratings], v.analysis.state.value if v.analysis else '-', [a.ref for a in v.affects])
