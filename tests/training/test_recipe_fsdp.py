"""The FSDP recipe is one that accelerate reads, and wraps classes that the model has."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("accelerate")

RECIPE = Path(__file__).parents[2] / "recipes" / "fsdp.yaml"


def test_accelerate_reads_it_and_the_model_has_what_it_wraps():
    from accelerate.commands.config.config_args import load_config_from_file
    from accelerate.utils import DistributedType
    from transformers.models.qwen3_vl import modeling_qwen3_vl

    config = load_config_from_file(str(RECIPE))
    assert (config.distributed_type, config.num_processes, config.mixed_precision) == (DistributedType.FSDP, 8, "bf16")
    wrapped = config.fsdp_config["fsdp_transformer_layer_cls_to_wrap"].split(",")
    assert wrapped == modeling_qwen3_vl.Qwen3VLForConditionalGeneration._no_split_modules
    assert all(hasattr(modeling_qwen3_vl, name) for name in wrapped)


def test_every_key_is_one_that_fsdp_knows():
    from accelerate.commands.config.config_args import load_config_from_file
    from accelerate.utils import FullyShardedDataParallelPlugin

    known = FullyShardedDataParallelPlugin.__dataclass_fields__
    aliases = {"fsdp_auto_wrap_policy", "fsdp_transformer_layer_cls_to_wrap", "fsdp_offload_params", "fsdp_version"}
    keys = set(load_config_from_file(str(RECIPE)).fsdp_config) - aliases
    assert {key.removeprefix("fsdp_") for key in keys} <= set(known)
