"""From a story, or a course of several, to the deck that tells it."""

from autograd_lite.viz.diagram.network.choice import Layout
from autograd_lite.viz.story.blanks import Blanks
from autograd_lite.viz.story.course import Course
from autograd_lite.viz.story.deck import Deck, Drawing, Slide
from autograd_lite.viz.story.part_slides import PartSlides
from autograd_lite.viz.story.picture import Picture
from autograd_lite.viz.story.practice import Practice
from autograd_lite.viz.story.slides import Slides
from autograd_lite.viz.story.steps import Step, Story
from autograd_lite.viz.story.update_slides import UpdateSlides
from autograd_lite.viz.words.words import Words

#: a deck, and the steps of which it has a slide each
Told = tuple[Deck, list[Step]]


def tell(
    story: Story, picture: Picture, title: str | None, precision: int, words: Words,
    asking: Blanks | None = None,
) -> Told:  # fmt: skip
    """The deck of one pass, which may ask before it tells."""
    slides = Slides(story, precision, picture.wires, words)
    write = PartSlides(slides).slide
    practice = Practice(slides, asking) if asking else None
    steps = practice.steps if practice else story.steps
    told = practice.slides(write) if practice else map(write, steps)
    name = slides.sentences.name(story.root)
    heading = words("slides.title", name=name) if title is None else title
    return Deck(heading, tuple(told), tuple(picture.drawings(steps, first=1)), words), steps


def tell_course(
    course: Course[Story], title: str | None, precision: int, words: Words, layout: Layout
) -> Told:
    """The deck of several iterations, each with a picture of its own numbers."""
    pictures = [Picture(each, precision, words, layout) for each in course.stories]
    slides = [
        Slides(each, precision, picture.wires, words)
        for each, picture in zip(course.stories, pictures, strict=True)
    ]
    updates = UpdateSlides(course, slides)
    told: list[Slide] = []
    all_steps: list[Step] = []
    drawings: list[Drawing] = []
    for i, (picture, writer) in enumerate(zip(pictures, slides, strict=True)):
        steps = steps_of(course, i)
        drawings += picture.drawings(steps, first=len(told) + 1)
        told += [_slide(updates, writer, i, step) for step in steps]
        all_steps += steps
    if title is None:
        title = words("updates.title", name=updates.result, count=len(course.updates))
    return Deck(title, tuple(told), tuple(drawings), words), all_steps


def steps_of(course: Course[Story], iteration: int) -> list[Step]:
    """The steps of an iteration, counted from 0: of the last, the forward pass and the outcome."""
    story = course.stories[iteration]
    if iteration < len(course.updates):
        return [*story.steps, Step("update", story.root)]
    forward = [step for step in story.steps if step.kind in ("given", "forward")]
    return [*forward, Step("outcome", story.root)]


def _slide(updates: UpdateSlides, writer: Slides, iteration: int, step: Step) -> Slide:
    match step.kind:
        case "given":
            return updates.start(iteration, PartSlides(writer).slide(step))
        case "update":
            return updates.update(iteration)
        case "outcome":
            return updates.comparison()
    return PartSlides(writer).slide(step)
