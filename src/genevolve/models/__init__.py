"""Policies and chat models behind small protocols. Prompts live in `agent`, in-process torch policies in `training`."""

from genevolve.models.chat import ChatMessage, ChatModel, ChatReply
from genevolve.models.chat_policy import ChatPolicy
from genevolve.models.openai_chat import OpenAIChat
from genevolve.models.policy import Completion, Message, Policy, Sampling
from genevolve.models.replay import ReplayPolicy

__all__ = [
    "ChatMessage",
    "ChatModel",
    "ChatPolicy",
    "ChatReply",
    "Completion",
    "Message",
    "OpenAIChat",
    "Policy",
    "ReplayPolicy",
    "Sampling",
]
