// The page: its parts in the order in which they hear of messages, then the connection.
import "./message.js";
import "./link.js";
import "./controls.js";
import "./transport.js";
import "./layers.js";
import "./sets.js";
import "./own.js";
import "./network.js";
import "./wires.js";
import "./tiles.js";
import "./numbers-on.js";
import "./wire-numbers.js";
import "./neuron.js";
import "./plane.js";
import "./points.js";
import "./looking.js";
import "./curve.js";
import "./gradient.js";
import "./blame.js";
import "./tooltips.js";
import "./share.js";
import "./dialogs.js";
import "./voice.js";
import { connect } from "./connection.js";
import { fillWords } from "./words.js";

fillWords();
connect();
