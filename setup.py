"""What pyproject.toml cannot say: resources/ and migrations/ of the checkout travel inside the package."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["soc_desk*", "ui*"]), "soc_desk.resources", "soc_desk.migrations"],
    package_dir={"soc_desk.resources": "resources", "soc_desk.migrations": "migrations"},
    package_data={
        "": ["py.typed", "*.json", "*.svg", "*.png", "*.qss", "*.toml", "*.txt", "*.md"],
        "soc_desk.resources": ["**/*"],
        "soc_desk.migrations": ["**/*.py", "*.mako"],
    },
)
