"""Write the bill of materials of what is installed to run the product: ``python -m docs.sbom``, or ``make sbom``.

CycloneDX, as JSON: every package of requirements.lock with the licence it declares and what it requires, and the
bundle of plotly.js that is vendored. Hashes of the files that may be installed stand in the lock. The same lock,
environment and version give the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from uuid import UUID, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from pipelines.cli.screen import console
from pipelines.settings import PROJECT, version

WRITTEN = PROJECT / "dist" / "sbom.cdx.json"
BUNDLE = PROJECT / "assets" / "dashboards" / "static" / "plotly-basic.min.js"
_NAMESPACE = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # of URLs, RFC 9562
_LOCKED = re.compile(r"^(?P<name>[\w.-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)", re.MULTILINE)
_LICENCES = LicenseFactory()


def locked(text: str) -> Iterator[tuple[str, str]]:
    """Name and version of every package of a lock file, in its order."""
    for found in _LOCKED.finditer(text):
        yield canonicalize_name(found["name"]), found["version"]


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:  # locked for another system
        return None


def _licence_of(package: Distribution) -> str:
    """What a package declares: the expression, else the old field where it is short, else its classifiers."""
    data = package.metadata
    old = (data["License"] or "").strip()
    classified = [
        line.rpartition(" :: ")[2] for line in data.get_all("Classifier") or () if line.startswith("License ::")
    ]
    return data["License-Expression"] or (old if 0 < len(old) < 60 else "") or " AND ".join(classified)


def _requires(package: Distribution) -> Iterator[str]:
    for line in package.requires or ():
        needed = Requirement(line)
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            yield canonicalize_name(needed.name)


def _component(name: str, number: str) -> Component:
    installed = _installed(name)
    licence = _licence_of(installed) if installed else ""
    return Component(
        name=name,
        version=number,
        type=ComponentType.LIBRARY,
        purl=PackageURL("pypi", name=name, version=number),
        bom_ref=f"{name}=={number}",
        licenses=[_LICENCES.make_from_string(licence)] if licence else (),
    )


def _bundle() -> Component:
    data = BUNDLE.read_bytes()
    number = re.search(rb"plotly\.js \(basic - minified\) v([\d.]+)", data)
    if number is None:
        raise ValueError(f"{BUNDLE.name} does not say its version")
    return Component(
        name="plotly.js-basic-dist-min",
        version=number[1].decode(),
        type=ComponentType.LIBRARY,
        purl=PackageURL("npm", name="plotly.js-basic-dist-min", version=number[1].decode()),
        bom_ref="plotly-basic.min.js",
        licenses=[_LICENCES.make_from_string("MIT")],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=hashlib.sha256(data).hexdigest())],
    )


def bill_of_materials(lock: str) -> str:
    """The bill as JSON, from the text of a lock file. Raises ValueError where the lock names no package."""
    packages = list(locked(lock))
    if not packages:
        raise ValueError("The lock names no package")
    bom = Bom(serial_number=uuid5(_NAMESPACE, hashlib.sha256(lock.encode()).hexdigest()))
    bom.metadata.timestamp = None  # type: ignore[assignment]  # the same bytes on another day
    product = Component(name="jpa-progress", version=version(), type=ComponentType.APPLICATION, bom_ref="jpa-progress")
    product.licenses.add(_LICENCES.make_from_string("Apache-2.0"))
    components = {name: _component(name, number) for name, number in packages}
    parts = [*components.values(), _bundle()]
    bom.metadata.component = product
    bom.components.update(parts)
    bom.register_dependency(product, parts)
    for name, component in components.items():
        package = _installed(name)
        needed = sorted(set(_requires(package)) & set(components)) if package else []
        bom.register_dependency(component, [components[other] for other in needed])
    return JsonV1Dot6(bom).output_as_string(indent=2)


def main() -> None:
    """Write the bill beside what is built, outside the repository."""
    WRITTEN.parent.mkdir(exist_ok=True)
    WRITTEN.write_text(bill_of_materials((PROJECT / "requirements.lock").read_text(encoding="utf-8")), encoding="utf-8")
    console.print(f"written: {WRITTEN.relative_to(PROJECT)}")


if __name__ == "__main__":
    main()
