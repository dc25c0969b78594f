#!/usr/bin/env bash
# Checks the README's two ways of installing advisor beside the SageMaker SDK. Takes minutes and many downloads, so it is run by hand.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/build"
"$work/build/bin/pip" install --quiet build uv
"$work/build/bin/python" -m build --quiet --wheel --outdir "$work" "$root"
wheel=$(ls "$work"/*.whl)
check='
import importlib.metadata, sagemaker, advisor
version = importlib.metadata.version("sagemaker")
assert int(version.split(".")[0]) >= 3, version
import sagemaker.core.image_uris, advisor.tui.app
assert advisor.recommend(task="clustering").pick.id == "k-means"
print("sagemaker", version, "and advisor", advisor.__version__)
'
echo "pip:"
python3 -m venv "$work/pip"
"$work/pip/bin/pip" install --quiet 'sagemaker>=3' 'schema>=0.7.7' 'frozendict>=2.4' click msgspec pyyaml 'textual>=8.2,<9'
"$work/pip/bin/pip" install --quiet --no-deps experta==1.9.4 "$wheel"
(cd "$work" && pip/bin/python -c "$check")
echo "uv:"
python3 -m venv "$work/uv"
printf 'schema>=0.7.7\nfrozendict>=2.4\n' > "$work/overrides.txt"
"$work/build/bin/uv" pip install --quiet --python "$work/uv/bin/python" --override "$work/overrides.txt" 'sagemaker>=3' "$wheel"
(cd "$work" && uv/bin/python -c "$check")
