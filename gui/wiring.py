"""Wiring: what each view emits, and the intent that answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.chrome import StatusBar
    from gui.engine import Engine, InlineEngine
    from gui.fields import Fields
    from gui.intents import Intents
    from gui.many import Many
    from gui.panels.formulas import FormulaPanel
    from gui.panels.inspector import InspectorPanel
    from gui.panels.sliders import SliderPanel
    from gui.panels.space_cards import SpaceCards
    from gui.panels.view_switch import ViewSwitch
    from gui.pinning import Pinning
    from gui.player import Player
    from gui.stage import Stage


def wire_formulas(formulas: FormulaPanel, do: Intents, pins: Pinning) -> None:
    formulas.text_edited.connect(do.edit_text)
    formulas.formula_added.connect(do.add_formula)
    formulas.row_chosen.connect(do.choose_row)
    formulas.edit_finished.connect(do.finish)
    formulas.order_switched.connect(do.switch_order)
    formulas.mark_switched.connect(do.switch_mark)
    formulas.visibility_switched.connect(do.switch_visibility)
    formulas.color_picked.connect(do.pick_color)
    formulas.row_removed.connect(do.remove_row)
    formulas.row_copied.connect(do.copy_row)
    formulas.row_moved.connect(do.move_row)
    formulas.pins.chosen.connect(pins.go_to)
    formulas.pins.removal_wanted.connect(pins.remove)
    formulas.pins.switched.connect(pins.switch)
    formulas.pins.moved.connect(pins.move)
    formulas.pins.renamed.connect(pins.rename)


def wire_sliders(sliders: SliderPanel, do: Intents, player: Player) -> None:
    sliders.value_dragged.connect(do.drag_parameter)
    sliders.value_typed.connect(do.set_parameter)
    sliders.slider_changed.connect(do.set_slider)
    sliders.family_changed.connect(do.set_family)
    sliders.released.connect(do.finish)
    sliders.reset_wanted.connect(do.reset_parameter)
    sliders.all_reset_wanted.connect(do.reset_parameters)
    sliders.bookmark_saved.connect(do.save_bookmark)
    sliders.bookmark_applied.connect(do.apply_bookmark)
    sliders.bookmark_removed.connect(do.remove_bookmark)
    sliders.play_toggled.connect(player.toggle)
    sliders.tour_wanted.connect(player.toggle_tour)


def wire_inspector(inspector: InspectorPanel, do: Intents, pins: Pinning) -> None:
    inspector.point_moved.connect(do.type_point)
    inspector.point_released.connect(do.finish)
    inspector.pin_wanted.connect(pins.pin_point)
    inspector.taylor_chosen.connect(do.choose_taylor)
    inspector.secant_chosen.connect(do.choose_secant)


def wire_stage(stage: Stage, do: Intents, fields: Fields) -> None:
    stage.point_dragged.connect(do.drag_point)
    stage.point_nudged.connect(do.nudge_point)
    stage.free_point_dragged.connect(do.drag_free_point)
    stage.free_point_nudged.connect(do.move_free_point)
    stage.plane_dragged.connect(fields.drag)
    stage.plane_nudged.connect(fields.move)
    stage.plane_changed.connect(fields.look)
    stage.camera_changed.connect(fields.turn_camera)
    stage.direction_turned.connect(fields.turn_direction)
    maps = fields.maps
    stage.image_dragged.connect(maps.drag_image)
    stage.image_changed.connect(maps.look_in_image)
    stage.image_fitted.connect(maps.fit_image)
    stage.camera_turned.connect(maps.turn)
    stage.path_dragged.connect(maps.drag_along)
    stage.path_nudged.connect(maps.move_along)
    stage.drag_finished.connect(do.finish)
    stage.view_changed.connect(do.look)
    stage.fit_requested.connect(do.fit)
    stage.home_requested.connect(do.fit)


def wire_fields(
    switch: ViewSwitch, formulas: FormulaPanel, inspector: InspectorPanel, fields: Fields
) -> None:
    inspector.place_chosen.connect(fields.go)
    inspector.direction_entered.connect(fields.type_direction)
    inspector.arrowing_chosen.connect(fields.choose_arrowing)
    inspector.vector_entered.connect(fields.maps.type_direction)
    inspector.weights_entered.connect(fields.maps.type_weights)
    inspector.range_entered.connect(fields.maps.look_along)
    formulas.plane_mark_switched.connect(fields.switch_mark)
    switch.view_chosen.connect(fields.choose_view)


def wire_many(stage: Stage, cards: SpaceCards, many: Many, status: StatusBar) -> None:
    stage.entry_chosen.connect(many.choose_entry)
    stage.entry_opened.connect(many.open_entry)
    stage.entry_left.connect(many.leave_entry)
    head = stage.space_head
    head.order_chosen.connect(many.choose_order)
    head.across_chosen.connect(many.choose_across)
    head.up_chosen.connect(many.choose_up)
    head.cut_chosen.connect(many.choose_cut)
    cards.scramble_wanted.connect(many.scramble)
    cards.fill_wanted.connect(many.fill)
    cards.pasted.connect(many.paste)
    cards.direction_changed.connect(many.set_direction)
    cards.entry_opened.connect(many.open_entry)
    cards.told.connect(status.say)


def wire_engine(
    engine: Engine | InlineEngine, inspector: InspectorPanel, stage: Stage, status: StatusBar
) -> None:
    """What comes after a frame and beside it: formulas, badges, and the offer to stop."""
    if engine.derivation is not None:
        engine.derivation.answered.connect(inspector.show_formulas)
        engine.derivation.outdated.connect(inspector.derivatives_card.fade)
    engine.checked.connect(inspector.show_check)
    engine.checked.connect(stage.table.show_check)
    engine.asked.connect(stage.busy.begin)
    stage.busy.lasts.connect(status.offer_stop)
    status.stop_wanted.connect(engine.stop)
    status.stop_wanted.connect(stage.busy.end)
