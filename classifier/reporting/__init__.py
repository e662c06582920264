"""An evaluation as a page, figures and tables: whoever has something to show comes here."""

from .agreement_page import render_agreement
from .figures import write_figures
from .model_card import card_tables
from .page import render_html
from .style import check_extra
from .tables import write_tables

__all__ = ["card_tables", "check_extra", "render_agreement", "render_html", "write_figures", "write_tables"]
